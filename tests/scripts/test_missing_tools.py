"""On a machine that lacks Python or Node, `make` says so in one sentence with what mends it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from live_kernel import ROOT

make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


def _run(command: list[str], path: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": str(path), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    return done.returncode, lines


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs that is all of PATH: a shell, and nothing to build with."""
    for name in ("sh", "make"):
        found = shutil.which(name)
        if found:
            (tmp_path / name).symlink_to(found)
    return tmp_path


def _node(folder: Path, version: str) -> None:
    (folder / "node").write_text(f"#!/bin/sh\necho {version}\n")
    (folder / "node").chmod(0o755)


@make
@pytest.mark.parametrize("target", ["start", "test"])
def test_no_python(tools: Path, target: str) -> None:
    code, lines = _run([str(tools / "make"), target], tools)
    assert code != 0
    (sentence,) = lines
    assert sentence.startswith("Python 3.10 or newer is needed, and python3 is not there")
    assert "sudo apt-get install python3" in sentence
    assert "brew install python" in sentence


@pytest.mark.parametrize("target", ["start", "test"])
def test_no_node(tools: Path, target: str) -> None:
    code, lines = _run([sys.executable, "scripts/task.py", target], tools)
    assert code == 1
    (sentence,) = lines
    assert sentence.startswith("Node.js 20 or newer is needed to build the extension")
    assert "brew install node" in sentence
    assert "apt-get install -y nodejs" in sentence


def test_a_node_that_is_too_old(tools: Path) -> None:
    _node(tools, "v18.20.4")
    code, lines = _run([sys.executable, "scripts/task.py", "start"], tools)
    assert code == 1
    (sentence,) = lines
    assert sentence.startswith("Node.js 20 or newer is needed, this is v18.20.4; ")


@make
def test_a_suite_of_the_delivery_that_there_is_not(tools: Path) -> None:
    words = [str(tools / "make"), "test-delivery", f"PYTHON={sys.executable}", "ONLY=hub nbgrade"]
    code, lines = _run(words, tools)
    assert code == 2
    (line,) = lines
    assert line.startswith("No suite nbgrade; there are: nbgrader, otter, hub")
