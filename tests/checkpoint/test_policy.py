"""What receipts are worth: the defaults, a policy file, and a file that can't be used."""

from __future__ import annotations

import sys

import pytest
from live_kernel import ROOT

from devicelab import cp
from devicelab.checkpoint import bank, policy
from devicelab.checkpoint.answer import run_source


def receipt(outcome, **changes):
    held = [{"name": "a", "status": "passed"}, {"name": "b", "status": "failed"}]
    fields = {"sim": False, "solution_shown": False, "hints_shown": 0, "max_points": 2.0}
    return {"outcome": outcome, "subchecks": held, **fields, **changes}


def written(tmp_path, text):
    (tmp_path / "policy.toml").write_text(text)
    return policy.load(tmp_path / "policy.toml")


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        (["passed"], 2),
        (["passed_cpu"], 2),
        (["failed", "passed", "failed"], 2),
        (["failed", "error"], 0),
        (["noisy"], None),
        (["broken", "failed"], None),
        (["skipped", "passed"], 2),
        ([], 0),
    ],
)
def test_the_defaults(outcomes, points, tmp_path):
    default = policy.load(tmp_path / "absent.toml")
    assert default.points(map(receipt, outcomes)) == points


def test_the_page_says_the_defaults(tmp_path):
    page = (ROOT / "docs" / "receipts.md").read_text(encoding="utf-8")
    assert written(tmp_path, page.partition("```toml\n")[2].partition("```")[0]) == policy.Policy()


def test_help_that_was_shown_before():
    default = policy.Policy()
    shown = receipt("passed", solution_shown=True, hints_shown=3)
    assert default.points([shown]) == 1
    assert default.points([receipt("passed", hints_shown=3)]) == 2
    # What was earned before the solution was shown stays earned.
    assert default.points([receipt("passed"), shown]) == 2


def test_a_policy_file(tmp_path):
    own = written(
        tmp_path,
        'hint = 0.9\nsolution_shown = 0\npartial = true\n[outcomes]\nsimulated = 0.5\nnoisy = 0\nerror = "excused"\n',
    )
    assert own.points([receipt("passed", sim=True)]) == 1
    assert own.points([receipt("passed", hints_shown=2)]) == pytest.approx(1.62)
    assert own.points([receipt("passed", solution_shown=True)]) == 0
    assert own.points([receipt("failed")]) == 1
    assert own.points([receipt("noisy")]) == 0
    assert own.points([receipt("error")]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("partial = 1", "partial is true or false"),
        ("hint = 2", "hint is a number from 0 to 1"),
        ("hint = nan", "hint is a number from 0 to 1"),
        ("[outcomes]\nperfect = 1", "[outcomes] knows passed"),
        ("[outcomes]\npassed = 'x'", "passed is a number"),
        ("outcomes = 3", "[outcomes] knows"),
        ("deadline = 3", "says 'deadline'"),
        ("= broken", "can't be read"),
    ],
)
def test_a_file_that_can_not_be_used_is_said_and_nothing_assumed(text, said, tmp_path):
    with pytest.raises(policy.PolicyUnusable) as refused:
        written(tmp_path, text)
    assert said in str(refused.value)


def test_a_python_that_reads_no_toml_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tomllib", None)
    monkeypatch.setitem(sys.modules, "tomli", None)
    with pytest.raises(policy.PolicyUnusable, match="install `tomli`"):
        written(tmp_path, "hint = 0.9")


def amdahl(speedup, fraction):
    return speedup * fraction


def test_a_grader_makes_every_check_strict(monkeypatch, capfd):
    cp.check("m1.q6", overall=amdahl, required_fraction=amdahl)
    with pytest.raises(cp.CheckpointFailed):
        cp.check("m1.q6", overall=amdahl, required_fraction=amdahl, strict=True)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(cp.CheckpointFailed):
        cp.check("m1.q6", overall=amdahl, required_fraction=amdahl)
    with pytest.raises(cp.CheckpointFailed):
        cp.check("m1.q9")
    assert capfd.readouterr().err == ""


def test_what_is_our_fault_costs_nobody_points(monkeypatch, home, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    ours = run_source("def check(trial, **_): 1 / 0\n", "elsewhere")["check"]
    monkeypatch.setattr(bank.exercise("m1.q6"), "_check", ours)
    cp.check("m1.q6", overall=amdahl, required_fraction=amdahl)
    assert "our check broke" in capsys.readouterr().out
    home.mkdir(exist_ok=True)
    (home / "policy.toml").write_text("[outcomes]\nbroken = 0\n")
    with pytest.raises(cp.CheckpointFailed, match="our check broke"):
        cp.check("m1.q6", overall=amdahl, required_fraction=amdahl)
    monkeypatch.setenv("DEVICELAB_POLICY", str(home / "other.toml"))
    (home / "other.toml").write_text("[nonsense]\n")
    with pytest.raises(cp.CheckpointFailed, match="says 'nonsense'"):
        cp.check("m1.q6", overall=amdahl, required_fraction=amdahl)


def test_an_interrupted_check_earns_nothing(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(cp.CheckpointFailed, match="You stopped the check"):
        cp.grade("m1.q6", overall=interrupted, required_fraction=amdahl)


@pytest.mark.parametrize(
    ("text", "worth"),
    [("", None), ("[outcomes]\npassed = 0.5\n", 0.5), ("[outcomes]\npassed = 1\n", None)],
)
def test_grade_gives_the_points_where_they_are_not_all(home, text, worth):
    home.mkdir(parents=True)
    (home / "policy.toml").write_text(text)
    names = run_source(bank.exercise("m1.q6").reference, "right")
    answers = {name: names[name] for name in bank.exercise("m1.q6").needs}
    assert cp.grade("m1.q6", **answers) == worth


def test_a_part_of_the_points_for_the_parts_that_held(home):
    home.mkdir(parents=True)
    (home / "policy.toml").write_text("partial = true\n")
    names = run_source(bank.exercise("m1.q6").reference, "right")
    earned = cp.grade("m1.q6", overall=names["overall"], required_fraction=lambda a, s: 0.5)
    assert 0 < earned < bank.exercise("m1.q6").points
