"""The programs that hand out and grade, each in an environment of its own, with the same wheel.

nbgrader, otter-grader, JupyterHub with its proxy and nbgitpuller, and Colab's versions, where the
notebook installs the wheel itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import matrix
import suites
import wheel
from steps import MissingError

COLAB = ("ipykernel==6.17.1", "ipython==7.34.0", "ipywidgets==7.7.1")
HUB = (*matrix.NEWEST, "jupyterhub==6.1.1", "nbgitpuller==1.3.0")
TOOLS = {
    "nbgrader": (*matrix.NEWEST, "nbgrader==0.9.6"),
    "otter": (*matrix.NEWEST, "otter-grader==7.0.0"),
    "hub": HUB,
}


SUITES = (*TOOLS, "colab", "colab-panel", "hub-browser")


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The suites that were named, or all of `SUITES`.

    Raises:
        MissingError: There is none of a name.
    """
    unknown = [name for name in only if name not in SUITES]
    if unknown:
        raise MissingError(f"No suite {', '.join(unknown)}; there are: {', '.join(SUITES)}.")
    return tuple(only) or SUITES


def run(chromium: str, names: Sequence[str]) -> int:
    """Make what is missing, then run these suites; the exit code."""
    return suites.run_all({name: _suite(name, chromium) for name in names})


def _suite(name: str, chromium: str) -> Callable[[], suites.Sum]:
    if name in TOOLS:
        return _with_tool(name, TOOLS[name])
    if name == "colab":
        return _colab()
    if name == "colab-panel":
        return _panel_in_colabs_kernel()
    hub = {"PYTHON": hub_python(), "FRONT_END": "hub", "MATRIX_SPECS": "course-by-git"}
    return suites.browser(chromium, "matrix", **hub, **matrix.hub_proxy())


def hub_python() -> str:
    """The Python of the hub's environment."""
    python = matrix.environment("delivery-hub", HUB)
    matrix.lend_packages(python)
    return str(python)


def _with_tool(name: str, packages: tuple[str, ...]) -> Callable[[], suites.Sum]:
    python = matrix.environment(f"delivery-{name}", packages)
    matrix.lend_packages(python)
    env = {f"DEVICELAB_TEST_{name.upper()}_PYTHON": str(python)}
    proxy = matrix.hub_proxy() if name == "hub" else {}
    return partial(suites.pytest, f"tests/delivery/test_with_{name}.py", **env, **proxy)


def _colab() -> Callable[[], suites.Sum]:
    python = matrix.environment("delivery-colab", COLAB, with_wheel=False)
    matrix.lend_packages(python, but="devicelab")
    env = {
        "DEVICELAB_TEST_COLAB_PYTHON": str(python),
        "DEVICELAB_TEST_WHEEL": str(wheel.make()),
    }
    return partial(suites.pytest, "tests/delivery/test_colab_pins.py", **env)


def _panel_in_colabs_kernel() -> Callable[[], suites.Sum]:
    python = matrix.environment("kernel-6.17.1", matrix.KERNELS["kernel-6.17.1"])
    matrix.lend_packages(python)
    env = {"DEVICELAB_TEST_KERNEL_PYTHON": str(python)}
    return partial(suites.pytest, "tests/delivery/test_static_panel.py", **env)
