"""Where receipts go: one folder for as long as a kernel lives, and no litter in it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from live_kernel import ROOT

from devicelab import cp
from devicelab.checkpoint import folder


def wrong(speedup, fraction):
    return speedup * fraction


def attempt():
    return cp.check("m1.q6", overall=wrong, required_fraction=wrong, return_result=True)


def test_the_folder_is_the_nearest_one_above(tmp_path, monkeypatch):
    monkeypatch.delenv("DEVICELAB_HOME")
    (tmp_path / ".devicelab").mkdir()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.setattr(folder, "_START", below)
    attempt()
    assert (tmp_path / ".devicelab" / "receipts.jsonl").exists()
    assert not (below / ".devicelab").exists()


def run(program, cwd):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DEVICELAB_HOME")
    source = textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


CHECKS = """
    import os, shutil, sys
    from devicelab import cp
    def overall(speedup, fraction): return speedup * fraction
    def required_fraction(overall, speedup): return 1
    def check(): return cp.check("m1.q6", return_result=True)
"""


@pytest.mark.parametrize("checks_first", [True, False])
def test_a_cell_that_changes_the_folder_does_not_move_the_receipts(tmp_path, checks_first):
    data = tmp_path / "data"
    data.mkdir()
    first = "    check()\n" if checks_first else ""
    out = run(CHECKS + first + "    os.chdir('data')\n    print(check().attempt)\n", tmp_path)
    assert out == ("2\n" if checks_first else "1\n")
    assert (tmp_path / ".devicelab" / "receipts.jsonl").is_file()
    assert list(data.iterdir()) == []


def test_devicelab_home_wins_at_any_time(tmp_path):
    more = "    check()\n    os.environ['DEVICELAB_HOME'] = 'other'\n    print(check().attempt)\n"
    assert run(CHECKS + more, tmp_path) == "1\n"
    assert (tmp_path / "other" / "receipts.jsonl").is_file()


def test_a_folder_that_is_gone_is_said_and_not_made_again(tmp_path):
    (tmp_path / "gone").mkdir()
    more = "    shutil.rmtree(os.getcwd())\n    print(check().note)\n"
    assert "the folder where this kernel began is gone" in run(CHECKS + more, tmp_path / "gone")
    assert not (tmp_path / "gone").exists()


def test_a_pseudonym_that_cannot_be_kept_leaves_nothing_behind(home, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    home.mkdir(parents=True)
    monkeypatch.setattr(type(home), "replace", refuse)
    assert "No receipt could be written" in attempt().note
    assert list(home.glob("learner*")) == []
