"""What a notebook says of itself: its version, which a check compares, and when solutions are shown."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from devicelab import cp
from devicelab.checkpoint import bank, edition
from devicelab.version import course_version, is_newer


@pytest.fixture(autouse=True)
def unsaid():
    yield
    cp.notebook("", version="")


def overall(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError(fraction)
    return 1 / (1 - fraction + fraction / speedup)


def required_fraction(whole, speedup):
    share = (1 - 1 / whole) / (1 - 1 / speedup)
    if not -1e-9 <= share <= 1 + 1e-9:
        raise ValueError(share)
    return share


def check(capsys):
    cp.check("m1.q6", overall=overall, required_fraction=required_fraction)
    return capsys.readouterr().out


def solution(capsys):
    cp.solution("m1.q6")
    return capsys.readouterr().out


def test_a_notebook_of_the_same_version_hears_nothing(capsys):
    cp.notebook("m1", version=course_version())
    assert "course version" not in check(capsys)


def test_a_newer_package_is_told_once_with_what_is_new_and_blocks_nothing(capsys, monkeypatch):
    told = [("0.0.2", "m1.q6 takes arrays."), ("99.0", "not yet out"), ("0.0.1", "known")]
    monkeypatch.setattr(bank, "changes", lambda module: told if module == "m1" else [])
    cp.notebook("m1", version="0.0.1")
    first = check(capsys)
    assert f"of course version 0.0.1, devicelab is {course_version()}" in first
    assert "New: m1.q6 takes arrays." in first
    assert "not yet out" not in first
    assert "known" not in first
    assert "✓" in first
    assert "course version" not in check(capsys)


def test_an_older_package_is_told_with_the_command(capsys):
    cp.notebook("m1", version="99.0")
    told = check(capsys)
    assert "only" in told
    assert "%pip install --upgrade devicelab" in told
    assert "✓" in told


@pytest.mark.parametrize("version", [None, 3, "", "one", "9" * 5000, ["1.0"]])
def test_a_version_that_is_none_breaks_nothing(capsys, version):
    cp.notebook("m1", version=version)
    assert "✓" in check(capsys)


def test_solutions_are_shown_unless_the_notebook_says_otherwise(capsys):
    assert "= m1.q6" in solution(capsys)
    cp.notebook("m1", version="0.1.0")
    assert "= m1.q6" in solution(capsys)


def test_after_a_pass(capsys, receipts):
    cp.notebook("m1", version="0.1.0", solutions="after-pass")
    assert "once an answer of yours has passed" in solution(capsys)
    check(capsys)
    assert "= m1.q6" in solution(capsys)


def test_a_solution_withheld_is_not_remembered_as_shown(capsys, receipts):
    cp.notebook("m1", version="0.1.0", solutions="never")
    assert "shows none" in solution(capsys)
    check(capsys)
    assert receipts()[-1]["solution_shown"] is False


def test_after_a_deadline(capsys, monkeypatch):
    cp.notebook("m1", version="0.1.0", solutions="after-deadline", deadline="2026-12-24T12:00Z")
    until = edition.instant("2026-12-24T12:00Z")
    monkeypatch.setattr(time, "time", lambda: until - 1)
    assert "after the deadline, 2026-12-24T12:00Z" in solution(capsys)
    monkeypatch.setattr(time, "time", lambda: until)
    assert "= m1.q6" in solution(capsys)


@pytest.mark.parametrize("deadline", ["", "soon", "2026-13-01T00:00Z", None])
def test_a_deadline_that_cannot_be_read_never_comes(capsys, deadline):
    cp.notebook("m1", version="0.1.0", solutions="after-deadline", deadline=deadline)
    assert "no solution is shown now" in solution(capsys)


def test_the_last_hint_names_the_solution_only_where_one_is_shown(capsys):
    cp.hint("m1.q6", 3)
    assert 'cp.solution("m1.q6")' in capsys.readouterr().out
    cp.notebook("m1", version="0.1.0", solutions="never")
    cp.hint("m1.q6", 3)
    assert "cp.solution" not in capsys.readouterr().out


def test_versions_are_compared_by_their_numbers():
    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("0.1.0rc1", "0.1.0")


def test_saying_it_imports_no_torch(home):
    code = "import sys\nfrom devicelab import cp\ncp.notebook('m1', version='0.1.0')\nprint('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
