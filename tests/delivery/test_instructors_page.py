"""The instructors' page: each command on it is run by the test that it names, or marked as not run."""

from __future__ import annotations

import pathlib
import re
import shlex

import nbformat
import pytest

from devicelab.cli.program import main

ROOT = pathlib.Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```sh\n(?P<commands>.*?)```", re.DOTALL)
BLOCKS = [(m["mark"], m["commands"]) for m in BLOCK.finditer(PAGE)]


def commands(text):
    return [line for line in text.splitlines() if line and not line.startswith(("#", "cd "))]


def test_every_block_says_what_runs_it_or_why_nothing_does():
    assert len(BLOCKS) >= 8
    for mark, block in BLOCKS:
        assert mark, block
        assert re.fullmatch(r"run by tests/\S+\.py|not run: .{10,}", mark), mark


def telling_words(command):
    """The program, its verb, and what names a version."""
    words = shlex.split(command)
    verb = next(word for word in words[1:] if not word.startswith("-"))
    return [words[0], verb, *(word for word in words if re.search(r"==|.@\d", word))]


@pytest.mark.parametrize(("mark", "block"), [b for b in BLOCKS if str(b[0]).startswith("run by ")])
def test_the_test_that_is_named_runs_these_programs(mark, block):
    path = ROOT / mark[len("run by ") :]
    if path.name == pathlib.Path(__file__).name:
        return  # see below
    said = path.read_text()
    support = "".join(p.read_text() for p in (ROOT / "tests" / "support").glob("*.py"))
    made = "".join((ROOT / "scripts" / f"{n}.py").read_text() for n in ("real_tools", "matrix"))
    for command in commands(block):
        for word in telling_words(command):
            assert re.search(rf"[\"'\s]{re.escape(word)}[\"'\s]", said + support + made), command


HERE = [
    command
    for mark, block in BLOCKS
    if mark == "run by tests/delivery/test_instructors_page.py"
    for command in commands(block)
]


@pytest.mark.parametrize("command", HERE)
def test_exports_of_the_page_write_valid_notebooks(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)
    assert main(words[1:]) == 0
    (made,) = (tmp_path / words[3]).glob("*.ipynb")
    nbformat.validate(nbformat.read(made, as_version=4))
