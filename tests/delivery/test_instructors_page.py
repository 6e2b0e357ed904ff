"""The instructors' page: each command on it is run by the test that it names, or marked as not run."""

from __future__ import annotations

import csv
import pathlib
import re
import shlex
import subprocess
import sys

import instructors_page
import nbformat
import pytest

from devicelab import cp
from devicelab.checkpoint import bank
from devicelab.cli.program import main

ROOT = pathlib.Path(__file__).parents[2]
BLOCKS = instructors_page.blocks()
RUN = [block for block in BLOCKS if block.mark.startswith("run by ") and block.kind == "sh"]
HERE = "run by tests/delivery/test_instructors_page.py"


def commands(text):
    return [line for line in text.splitlines() if line and not line.startswith(("#", "cd "))]


def test_every_block_says_what_runs_it_or_why_nothing_does():
    assert len(BLOCKS) >= 10
    for block in BLOCKS:
        if block.text.startswith("# jupyterhub_config.py"):
            continue  # it belongs to the commands above it
        assert re.fullmatch(r"run by tests/\S+\.py|not run: .{10,}", block.mark), block


def test_a_link_within_the_page_leads_to_a_heading():
    text = instructors_page.PAGE.read_text(encoding="utf-8")
    heads = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    places = {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert len(links) >= 8
    assert [link for link in links if link not in places] == []


def telling_words(command):
    """The program, its verb, and what names a version."""
    words = shlex.split(command)
    verb = next(word for word in words[1:] if not word.startswith("-"))
    return [words[0], verb, *(word for word in words if re.search(r"==|.@\d", word))]


@pytest.mark.parametrize("block", [b for b in RUN if b.mark != HERE], ids=lambda b: b.heading)
def test_the_test_that_is_named_runs_these_commands(block):
    """As they stand on the page, by its heading; or, where that would install, programs and versions."""
    said = (ROOT / block.mark[len("run by ") :]).read_text()
    support = "".join(p.read_text() for p in (ROOT / "tests" / "support").glob("*.py"))
    if re.search(rf'instructors_page\.(parts|block)\("{block.heading}"\)', said + support):
        return
    made = "".join((ROOT / "scripts" / f"{n}.py").read_text() for n in ("real_tools", "matrix"))
    for command in commands(block.text):
        for word in telling_words(command):
            assert re.search(rf"[\"'\s]{re.escape(word)}[\"'\s]", said + support + made), command


@pytest.mark.parametrize(
    "command", [line for block in RUN if block.mark == HERE for line in commands(block.text)]
)
def test_exports_of_the_page_write_valid_notebooks(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)
    assert main(words[1:]) == 0
    (made,) = (tmp_path / words[3]).glob("*.ipynb")
    nbformat.validate(nbformat.read(made, as_version=4))


RIGHT = bank.exercise("m1.q6").reference


def hand_in(place, monkeypatch, *answers):
    """A learner's folder after checks of m1.q6 with these answers."""
    monkeypatch.setenv("DEVICELAB_HOME", str(place))
    for source in answers:
        names = {}
        exec(source, names)
        cp.check("m1.q6", **{n: names[n] for n in bank.exercise("m1.q6").needs})


def test_receipts_become_points_by_the_pages_program(tmp_path, monkeypatch, capsys):
    wrong = bank.exercise("m1.q6").mistakes[0].example
    hand_in(tmp_path / "handed-in" / "ada", monkeypatch, wrong, RIGHT)
    hand_in(tmp_path / "handed-in" / "ben", monkeypatch, wrong)
    hand_in(tmp_path / "handed-in" / "cy", monkeypatch, RIGHT, RIGHT)
    cut = tmp_path / "handed-in" / "cy" / "receipts.jsonl"
    cut.write_text(cut.read_text().splitlines()[1] + "\n")
    (tmp_path / "handed-in" / "dee").mkdir()
    (tmp_path / "handed-in" / ".DS_Store").touch()
    monkeypatch.delenv("DEVICELAB_HOME")
    program = tmp_path / "points.py"
    program.write_text(instructors_page.block("From receipts to points", "python"))
    done = subprocess.run(
        [sys.executable, program.name], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    rows = {row["learner"]: row for row in csv.DictReader(done.stdout.splitlines())}
    worth = bank.exercise("m1.q6").points
    assert {name: float(row["points"]) for name, row in rows.items()} == {
        "ada": worth,
        "ben": 0,
        "cy": worth,
        "dee": 0,
    }
    assert float(rows["ada"]["m1.q6"]) == worth
    assert "does not follow" in rows["cy"]["problems"]
    assert rows["ada"]["problems"] == ""
