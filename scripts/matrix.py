"""The other supported versions, each in an environment of its own, with the same wheel."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import python_env
import suites
import wheel
from steps import CACHE, digest, once, quietly

PLACE = CACHE / "matrix"
NEWEST = ("-r", str(python_env.REQUIREMENTS / "lab.txt"))
IPYTHON_8 = ("ipykernel==6.29.5", "ipython==8.39.0")


class FrontEnd(NamedTuple):
    """What learners open notebooks in. torch is left out: the panel must be live without it.

    `program` is lab, notebook or hub; `specs` are the suites of ui-tests/matrix that it must pass.
    """

    program: str
    packages: tuple[str, ...]
    specs: tuple[str, ...] = ("smoke",)


WIDGETS = "ipywidgets==8.1.9"
BASH = "bash_kernel==0.10.0"
TOGETHER = "jupyter-collaboration==5.0.4"
FRONT_ENDS = {
    "lab-4.2.7": FrontEnd("lab", ("jupyterlab==4.2.7", *IPYTHON_8, WIDGETS)),
    "lab-newest": FrontEnd("lab", (*NEWEST, WIDGETS, BASH), ("smoke", "bash")),
    "notebook-7.2.3": FrontEnd("notebook", ("notebook==7.2.3", *IPYTHON_8, WIDGETS)),
    "notebook-newest": FrontEnd("notebook", ("notebook==7.6.5", *NEWEST, WIDGETS)),
    "collaboration": FrontEnd("lab", (*NEWEST, TOGETHER), ("collaboration",)),
    "server-execution": FrontEnd(
        "lab", (*NEWEST, TOGETHER, "jupyter-server-nbmodel==0.2.9"), ("server-execution",)
    ),
    "hub": FrontEnd("hub", (*NEWEST, "jupyterhub==6.1.1"), ("hub",)),
}
HUB_PROXY = "configurable-http-proxy@5.3.0"

# Programs that run notebooks without a page.
BATCH = ("papermill==2.7.0", "nbgrader==0.9.6", *NEWEST)

# 6.17.1 with IPython 7.34 is what Colab has.
KERNELS = {
    "kernel-6.29.5": IPYTHON_8,
    "kernel-6.17.1": ("ipykernel==6.17.1", "ipython==7.34.0"),
}
# What runs in a kernel: the agent, and the checks.
IN_KERNELS = (
    "tests/agent",
    "tests/checkpoint/test_cells.py",
    "tests/checkpoint/test_in_a_kernel.py",
)


def wanted(chromium: str) -> dict[str, Callable[[], suites.Sum]]:
    """Make what is missing; the suites by their names."""
    found: dict[str, Callable[[], suites.Sum]] = {}
    for name, front_end in FRONT_ENDS.items():
        python = environment(name, front_end.packages)
        found[name] = suites.browser(
            chromium,
            "matrix",
            PYTHON=str(python),
            FRONT_END=front_end.program,
            MATRIX_SPECS="|".join(front_end.specs),
            **(hub_proxy() if front_end.program == "hub" else {}),
        )
    for name, packages in KERNELS.items():
        python = environment(name, packages)
        lend_packages(python)
        found[name] = partial(suites.pytest, *IN_KERNELS, DEVICELAB_TEST_KERNEL_PYTHON=str(python))
    found["batch"] = partial(
        suites.pytest,
        "tests/agent/test_batch_programs.py",
        "tests/checkpoint/test_nbgrader.py",
        DEVICELAB_TEST_BATCH_PYTHON=str(environment("batch", BATCH)),
    )
    return found


def hub_proxy() -> dict[str, str]:
    """JupyterHub's proxy, a program of Node's; where it is."""
    place = PLACE / "hub-proxy"
    command = ["npm", "install", "--silent", "--prefix", str(place), HUB_PROXY]
    once("hub-proxy", place, HUB_PROXY, lambda: quietly("npm-hub-proxy", command))
    return {"HUB_PROXY": str(place / "node_modules" / ".bin" / "configurable-http-proxy")}


def environment(name: str, packages: tuple[str, ...], *, with_wheel: bool = True) -> Path:
    """An environment with these packages, and the wheel unless told otherwise; its Python."""
    place = PLACE / name
    python = place / python_env.BIN.name / python_env.PYTHON.name
    base = python_env.find_python()
    files = [Path(word) for word in packages if word.endswith(".txt")]
    pip = [str(python), "-m", "pip", "install", "--quiet"]

    def make() -> None:
        shutil.rmtree(place, ignore_errors=True)
        quietly(f"venv-{name}", [base, "-m", "venv", str(place)])
        quietly(f"pip-{name}", [*pip, *packages])
        if BASH in packages:
            quietly(f"kernel-{name}", [str(python), "-m", "bash_kernel.install", "--sys-prefix"])

    once(name, place, digest(files, base, *packages), make)
    if not with_wheel:
        return python
    built = wheel.make()
    install = [*pip, "--force-reinstall", "--no-deps", str(built)]
    once(f"{name}-wheel", place, digest([built]), lambda: quietly(f"pip-{name}-wheel", install))
    return python


def lend_packages(python: Path, but: str = "") -> None:
    """What an environment lacks, torch first of all, comes from the checkout's own.

    A .pth file's folders come last, so what it has of its own goes before. A package that is
    to stay away, `but`, is left out: then the folder is one of links to all the others.
    """
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    mine, theirs = (
        Path(
            subprocess.run(
                [p, "-c", ask], check=True, capture_output=True, text=True
            ).stdout.strip()
        )
        for p in (python_env.PYTHON, python)
    )
    (theirs / "lent.pth").write_text(f"{_all_but(but, mine, theirs) if but else mine}\n")


def _all_but(name: str, mine: Path, theirs: Path) -> Path:
    links = theirs / "lent"
    shutil.rmtree(links, ignore_errors=True)
    links.mkdir()
    for path in mine.iterdir():
        if not path.name.startswith((name, "__")):
            (links / path.name).symlink_to(path)
    return links
