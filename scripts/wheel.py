"""The wheel: built from the sources as they are, and installed."""

from __future__ import annotations

from pathlib import Path

from python_env import PYTHON, VENV, environment, program
from steps import ROOT, digest, forget, once, quietly

DIST = ROOT / "dist"
FOLDERS = (
    "src",
    "style",
    "schema",
    "protocol",
    "devicelab",
    "notebooks/learner",
    "notebooks/source",
)
FILES = (
    "package.json",
    "yarn.lock",
    "pyproject.toml",
    "tsconfig.json",
    "webpack.config.js",
    "install.json",
    "README.md",
    "docs/panel.md",
)
SCRIPTS = (
    "scripts/generate.mjs",
    "scripts/schemas.mjs",
    "scripts/texts.mjs",
    "scripts/pool.mjs",
    "scripts/page.mjs",
    "scripts/pack_agent.py",
    "scripts/pack_clicks.py",
    "scripts/core-4.2.package.json",
)


def inputs() -> list[Path]:
    """All files that the wheel is made from."""
    found = [ROOT / name for name in (*FILES, *SCRIPTS)]
    for folder in FOLDERS:
        found += [p for p in (ROOT / folder).rglob("*") if p.is_file() and not _made(p)]
    return found


def _made(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return "__pycache__" in parts or "labextension" in parts or ".generated." in path.name


def make() -> Path:
    """Build the wheel unless nothing has changed since the last time; its path."""
    if len(built()) != 1:
        forget("wheel", DIST)
    once("wheel", DIST, digest(inputs()), _build)
    return built()[0]


def built() -> list[Path]:
    """The wheels that lie in dist/: one, unless somebody has been there."""
    return list(DIST.glob("devicelab-*.whl"))


def _build() -> None:
    env = {**environment(), "PYTHON": str(PYTHON)}
    quietly("build-extension", [str(program("jlpm")), "build:prod"], **env)
    for old in built():
        old.unlink()
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "-w",
        str(DIST),
        ".",
    ]
    quietly("build-wheel", pip, **env)


def install() -> None:
    """Install the wheel, never the source tree."""
    wheel = make()
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--force-reinstall",
        "--no-deps",
        str(wheel),
    ]
    once(
        "python-packages-devicelab",
        VENV,
        digest([wheel]),
        lambda: quietly("pip-devicelab", command),
    )
