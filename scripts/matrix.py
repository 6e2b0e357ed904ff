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
    """What learners open notebooks in. torch is left out: the panel must be live without it."""

    program: str
    packages: tuple[str, ...]


FRONT_ENDS = {
    "lab-4.2.7": FrontEnd("lab", ("jupyterlab==4.2.7", *IPYTHON_8)),
    "lab-newest": FrontEnd("lab", NEWEST),
    "notebook-7.2.3": FrontEnd("notebook", ("notebook==7.2.3", *IPYTHON_8)),
    "notebook-newest": FrontEnd("notebook", ("notebook==7.6.5", *NEWEST)),
}
WIDGETS = "ipywidgets==8.1.9"

# 6.17.1 with IPython 7.34 is what Colab has.
KERNELS = {
    "kernel-6.29.5": IPYTHON_8,
    "kernel-6.17.1": ("ipykernel==6.17.1", "ipython==7.34.0"),
}


def run(chromium: str) -> int:
    """Make what is missing, then run all; the exit code."""
    wanted: dict[str, Callable[[], suites.Sum]] = {}
    for name, front_end in FRONT_ENDS.items():
        python = _environment(name, (*front_end.packages, WIDGETS))
        wanted[name] = suites.browser(
            chromium, "matrix", PYTHON=str(python), FRONT_END=front_end.program
        )
    for name, packages in KERNELS.items():
        python = _environment(name, packages)
        _lend_packages(python)
        wanted[name] = partial(
            suites.pytest, "tests/agent", DEVICELAB_TEST_KERNEL_PYTHON=str(python)
        )
    return suites.run_all(wanted)


def _environment(name: str, packages: tuple[str, ...]) -> Path:
    """An environment with these packages and the wheel; its Python."""
    place = PLACE / name
    python = place / python_env.BIN.name / python_env.PYTHON.name
    base = python_env.find_python()
    files = [Path(word) for word in packages if word.endswith(".txt")]
    pip = [str(python), "-m", "pip", "install", "--quiet"]

    def make() -> None:
        shutil.rmtree(place, ignore_errors=True)
        quietly(f"venv-{name}", [base, "-m", "venv", str(place)])
        quietly(f"pip-{name}", [*pip, *packages])

    once(name, place, digest(files, base, *packages), make)
    built = wheel.make()
    install = [*pip, "--force-reinstall", "--no-deps", str(built)]
    once(f"{name}-wheel", place, digest([built]), lambda: quietly(f"pip-{name}-wheel", install))
    return python


def _lend_packages(python: Path) -> None:
    """What an old kernel's environment lacks, torch first of all, comes from the checkout's own.

    A .pth file's folders come last, so what it has of its own goes before.
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
    (theirs / "lent.pth").write_text(f"{mine}\n")
