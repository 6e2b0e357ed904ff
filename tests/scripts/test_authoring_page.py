"""`docs/authoring.md`, "Write an exercise in ten minutes": every step is done as it is written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SECTION = "## Write an exercise in ten minutes"
BLOCK = re.compile(
    r"^(?P<before>[^\n]+)\n\n```(?P<kind>\w+)\n(?P<text>.*?)```$", re.DOTALL | re.MULTILINE
)
NAMED = re.compile(r"^(?P<verb>File|Append to|Replace in) `(?P<path>[^`]+)`:$")
PARTS = ("devicelab", "protocol", "package.json")


class Block(NamedTuple):
    """A fenced block and the line that stands before it."""

    before: str
    kind: str
    text: str


def blocks():
    page = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    section = page.partition(SECTION)[2].partition("\n## ")[0]
    # Two blocks in a row: the end of the first is what stands before the second.
    return [
        Block(**found.groupdict())
        for found in BLOCK.finditer(section.replace("```\n\n```", "```\n\n·\n\n```"))
    ]


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the steps touch, with `devicelab` and `python` on the path."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    (tmp_path / "notebooks" / "source").mkdir(parents=True)
    (tmp_path / "notebooks" / "learner").mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    python = shlex.quote(sys.executable)
    for name, words in {"python": python, "devicelab": f"{python} -m devicelab"}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        (programs / name).chmod(0o755)
    return tmp_path


class Follower:
    """Does what the page says, in a checkout."""

    def __init__(self, checkout):
        self.checkout = checkout
        self.said = None
        self.commands = 0
        self.replacing = None

    def do(self, block):
        """Do one step."""
        if block.kind == "sh":
            self.run(block.text)
        elif block.kind == "text":
            self.compare(block.text)
        else:
            self.write(block)

    def run(self, command):
        """Run a command as in a terminal in the checkout."""
        env = {
            **os.environ,
            "PATH": f"{self.checkout / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.checkout),
            "DEVICELAB_HOME": str(self.checkout / ".devicelab"),
        }
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.checkout,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == "", done.stderr
        self.said = done.stdout
        self.commands += 1

    def compare(self, expected):
        """Hold what was said against the page; times are written N there."""
        masked = re.sub(r"\bin \d+ ms", "in N ms", self.said)
        assert [line.strip() for line in masked.splitlines() if line] == expected.splitlines()

    def write(self, block):
        """Write, append to, or replace in the file that the line before names."""
        if self.replacing:
            assert block.before == "by:"
            path, old = self.replacing
            text = path.read_text()
            assert text.count(old) == 1
            path.write_text(text.replace(old, block.text))
            self.replacing = None
            return
        named = NAMED.match(block.before)
        assert named, f"no file is named before:\n{block.text}"
        path = self.checkout / named["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if named["verb"] == "Replace in":
            self.replacing = (path, block.text)
        else:
            mode = "a" if named["verb"] == "Append to" else "x"
            with path.open(mode, encoding="utf-8") as file:
                # Two lines, as between the functions of a file; the page's own block can't begin with them.
                file.write("\n\n" * (mode == "a") + block.text)


def test_the_steps_do_what_the_page_says(checkout):
    follower = Follower(checkout)
    steps = blocks()
    for block in steps:
        follower.do(block)
    assert follower.commands == 5
    assert [b.kind for b in steps].count("text") == 5
    assert "bytes_of" in (checkout / "notebooks" / "learner" / "module8.ipynb").read_text()


def test_what_it_writes_is_as_clean_as_ours(checkout):
    follower = Follower(checkout)
    for block in blocks():
        if block.kind == "python":
            follower.write(block)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for words in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *words, "--no-cache", "devicelab/course/m8"]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
