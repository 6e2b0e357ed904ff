"""The checkout's own virtual environment."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from steps import ROOT, MissingError, digest, once, quietly

VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
REQUIREMENTS = ROOT / "scripts" / "requirements"
TORCH = "2.13.0"
# Where PyTorch's project keeps its CPU builds; the plain Linux wheel brings gigabytes of CUDA.
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"


def find_python() -> str:
    """A Python of 3.10 or newer, the one in use preferred."""
    if sys.version_info >= (3, 10):
        # Not the one of an environment that is active: it may be the very one to be made.
        return getattr(sys, "_base_executable", None) or sys.executable
    for minor in range(14, 9, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise MissingError(
        f"Python 3.10 or newer is needed, this is {platform.python_version()}; on Debian or Ubuntu "
        "`sudo apt-get install python3`, on a Mac `brew install python`, then run this again."
    )


def make() -> None:
    """The environment with the build tools, which bring `jlpm`."""
    once("python-environment", VENV, "made", _create)
    install("build")


def _create() -> None:
    if _usable():
        return
    done = subprocess.run(
        [find_python(), "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MissingError(
            "Python can't make a virtual environment here: "
            + (done.stdout + done.stderr).strip().splitlines()[0]
            + " On Debian or Ubuntu: `sudo apt-get install python3-venv`, then run this again."
        )


def _usable() -> bool:
    """An environment that is there already is kept, whoever made it, unless its Python is too old or gone."""
    ask = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 10))"]
    try:
        return subprocess.run(ask, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(name: str) -> None:
    """The packages of scripts/requirements/NAME.txt."""
    file = REQUIREMENTS / f"{name}.txt"
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "-r", str(file)]
    once(f"python-packages-{name}", VENV, digest([file]), lambda: quietly(f"pip-{name}", command))


def install_torch() -> None:
    """PyTorch, its CPU build wherever there is one apart."""
    once("python-packages-torch", VENV, TORCH, _install_torch)


def _install_torch() -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    if platform.system() != "Linux":
        quietly("pip-torch", [*pip, f"torch=={TORCH}"])
        return
    try:
        # Where pip has been told of a place with CPU builds, it is found by its full version.
        quietly("pip-torch", [*pip, f"torch=={TORCH}+cpu"])
    except MissingError:
        quietly("pip-torch", [*pip, f"torch=={TORCH}", "--extra-index-url", CPU_WHEELS])


def environment() -> dict[str, str]:
    """The process environment with this virtual environment's programs first."""
    return {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(VENV),
    }


def program(name: str) -> Path:
    """A program of the environment."""
    return BIN / name
