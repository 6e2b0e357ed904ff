"""Another torch beside the checkout's own: `make test-torch TORCH=2.6.0`.

The environment lies in `.cache/torch/VERSION` and keeps everything else as the
checkout's has it. CPU builds are asked for first; where there is none of that
version, PyPI's wheel is taken with the libraries it needs (gigabytes on Linux).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import python_env
import suites
from steps import CACHE, ROOT, MissingError, once, quietly

# What the suites below need besides torch.
PACKAGES = [
    *("numpy<2.4", "pytest", "pytest-xdist", "hypothesis", "jsonschema", "ipykernel", "nbformat"),
]
FOLDERS = ("simulator", "checkpoint", "measure", "proof")


def make(version: str) -> Path:
    """An environment with torch `version`; its Python."""
    place = CACHE / "torch" / version
    python = place / "bin" / "python"
    create = [python_env.find_python(), "-m", "venv", "--clear", str(place)]
    once("environment", place, version, lambda: quietly(f"venv-{version}", create))
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    once("torch", place, version, lambda: _install_torch(pip, version))
    packages = " ".join(PACKAGES)
    once("packages", place, packages, lambda: quietly(f"pip-{version}", [*pip, *PACKAGES]))
    return python


def _install_torch(pip: list[str], version: str) -> None:
    try:
        quietly(f"pip-torch-{version}", [*pip, f"torch=={version}+cpu"])
    except MissingError:
        wheels = ["--extra-index-url", python_env.CPU_WHEELS]
        quietly(f"pip-torch-{version}", [*pip, f"torch=={version}", *wheels])


def main(version: str) -> int:
    """Run the suites that depend on torch and return their exit code."""
    python = make(version)
    folders = [f"tests/{name}" for name in FOLDERS if (ROOT / "tests" / name).is_dir()]
    quietly(
        f"torch-version-{version}", [str(python), "-c", "import torch; print(torch.__version__)"]
    )
    env = {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")}
    return suites.run([str(python), "-m", "pytest", "-q", *folders], **env)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except MissingError as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
