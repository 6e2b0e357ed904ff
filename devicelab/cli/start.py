"""Put the course into a folder and open it in JupyterLab.

A notebook that you have changed is never overwritten: when there is a newer version,
it is laid beside yours under another name. Starting twice changes nothing.

Arguments after '--' go to JupyterLab:  devicelab start lessons -- --port=9000
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from devicelab.delivery.errors import Refused
from devicelab.delivery.folder import hand_out
from devicelab.delivery.shelf import learner_notebooks
from devicelab.version import course_version

if TYPE_CHECKING:
    import argparse

HELP = "put the course into a folder and open it in JupyterLab"
FOLDER = "pytorch-on-apple-silicon"
FIRST = "module1.ipynb"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``start`` takes."""
    parser.usage = "devicelab start [FOLDER] [--no-browser] [-- ARGUMENT ...]"
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default=FOLDER, help=f"default: ./{FOLDER}"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="start the server only; open its address yourself"
    )


def run(args: argparse.Namespace) -> int:
    """Hand the notebooks out, then run JupyterLab until it ends; return its exit code."""
    from devicelab.cli import jupyter

    if importlib.util.find_spec("jupyterlab") is None:
        raise Refused('JupyterLab is not installed here: pip install "devicelab[lab]"')
    folder = _absolute(args.folder)
    notebooks = {path.name: path.read_bytes() for path in learner_notebooks()}
    for sentence in hand_out(notebooks, folder, course_version()):
        print(sentence)
    print(f"The course is in {folder}. Stop JupyterLab with Ctrl-C, pressed twice.", flush=True)
    return jupyter.run(_arguments(folder, args.no_browser, args.passed_on))


def _absolute(folder: str) -> Path:
    if not folder.strip() or "\0" in folder:
        raise Refused("That is no name for a folder. Leave it out to use the default.")
    return Path(os.path.abspath(os.path.expanduser(folder)))  # noqa: PTH100, PTH111  (resolve() would follow links)


def _arguments(folder: Path, no_browser: bool, passed_on: list[str]) -> list[str]:
    """Return JupyterLab's arguments; the learner's own come last, so that they win."""
    arguments = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{FIRST}"]
    if no_browser:
        arguments.append("--no-browser")
    if _is_root() and "--allow-root" not in passed_on:
        print("You are root, so JupyterLab gets --allow-root. A plain user is safer.", flush=True)
        arguments.append("--allow-root")
    return arguments + passed_on


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
