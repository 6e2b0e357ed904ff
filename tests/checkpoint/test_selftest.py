"""The self-test sees each fault that an exercise can have."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

import pytest
from live_kernel import ROOT

from devicelab.checkpoint import Exercise, bank, selftest

STARTER = "def f(): ...\n"
RIGHT = "def f(): return 2\n"


def made(**changes):
    fields = {
        "id": "m9.q9",
        "title": "T",
        "needs": ("f",),
        "covers": "c",
        "starter": STARTER,
        "reference": RIGHT,
        "alternatives": {"sum": "def f(): return 1 + 1\n"},
        "hints": ("a", "b", "c"),
        "needs_torch": False,
        "device_free": True,
    }
    exercise = Exercise(**{**fields, **changes})

    @exercise.check
    def check(trial, f):
        trial.seen["f"] = trial.call(f)
        trial.expect("two", trial.seen["f"] == 2, "not_two", what="w", why="y", try_="t")

    return exercise


def one(exercise, example="def f(): return 1\n", message_id="one", **sentences):
    texts = {"what": "w", "why": "y", "try_": "t", **sentences}
    exercise.mistake(message_id, example=example, **texts)(lambda trial, **_: trial.seen["f"] == 1)
    return exercise


def test_a_sound_exercise_is_ok():
    result = selftest.prove(one(made()))
    assert (result.ok, result.tried) == (True, 4)
    assert selftest.format_results([result]).endswith("\n1 passed, 0 failed")


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        (made(starter=RIGHT.replace("2", "1 + 1")), "right answer reference is unattempted"),
        (made(reference="def f(): return 3\n"), "right answer reference is failed (not_two)"),
        (made(reference="def f(: 3\n"), "right answer reference is unattempted"),
        (made(alternatives={"odd": "def f(): return 3\n"}), "right answer odd is failed"),
        (made(alternatives={}), "no alternative"),
        (made(hints=("a",)), "1 hints instead of 3"),
        (one(made(), example=RIGHT), "mistake one is passed"),
        (one(made(), example="def f(): return 5\n"), "mistake one is failed (not_two)"),
        (one(one(made(), message_id="other")), "mistake one is failed (other)"),
        (one(one(made())), "mistake one is declared twice"),
        (one(made(), why=" "), "mistake one lacks what, why or try"),
    ],
)
def test_a_fault_is_found(exercise, said):
    result = selftest.prove(exercise)
    assert any(p.startswith(said) for p in result.problems), result.problems
    assert "NOT OK" in selftest.format_results([result])


def test_a_broken_check_and_a_broken_detector_are_found():
    exercise = made()
    exercise.check(lambda trial, f: 1 / 0)
    assert any("broken (check_broken)" in p for p in selftest.prove(exercise).problems)
    exercise = made()
    exercise.mistake("one", example="def f(): return 1\n", what="w", why="y", try_="t")(
        lambda trial, **_: 1 / 0
    )
    assert selftest.prove(exercise).problems == ["mistake one is failed (not_two): w"]


def test_a_check_that_looks_at_nothing_is_broken():
    exercise = made()
    exercise.check(lambda trial, f: None)
    assert any("looked at nothing" in p for p in selftest.prove(exercise).problems)


def test_an_unknown_item_is_said():
    (result,) = selftest.run(["m9.q9"])
    assert result.problems == ["there is no such exercise"]


def test_a_declaration_that_could_not_be_kept_is_refused():
    with pytest.raises(ValueError, match="not an exercise id"):
        made(id="q1")
    with pytest.raises(ValueError, match="message id"):
        one(made(), message_id="No Good")
    with pytest.raises(ValueError, match="must name"):
        made(needs=())


def test_an_exercise_file_that_cannot_be_read_stops_nothing(tmp_path, monkeypatch):
    from devicelab import cp

    package = tmp_path / "othercourse"
    (package / "m1").mkdir(parents=True)
    (package / "__init__.py").write_text("NAME = 'other'\n")
    (package / "m1" / "__init__.py").write_text("")
    (package / "m1" / "q1.py").write_text("1 / 0\n")
    (package / "m1" / "q2.py").write_text("exercise = 3\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(bank, "PACKAGE", "othercourse")
    assert bank.items() == ["m1.q1", "m1.q2"]
    verdict = cp.check("m1.q1", return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("broken", "exercise_unreadable")
    assert "ZeroDivisionError" in verdict.message.what
    assert cp.progress(return_result=True) == []
    assert [r.ok for r in selftest.run()] == [False, False]


def test_results_are_plain_data():
    assert dataclasses.asdict(selftest.prove(made()))["problems"] == []


def test_a_lane_that_is_not_there_is_a_sentence(capsys, monkeypatch):
    import torch

    from devicelab.cli.program import main

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert main(["selftest", "--lane", "cuda"]) == 2
    said = capsys.readouterr().err
    assert said == "devicelab: The lane 'cuda' is closed here: PyTorch finds no such device.\n"


@pytest.mark.parametrize("lane", ["cpu", "simulated"])
def test_the_lanes_of_every_machine(lane, tmp_path):
    # A process of its own, since a lane is chosen before torch is imported.
    command = [sys.executable, "-m", "devicelab", "selftest", "--lane", lane, "--only", "m1.q3"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("\n1 passed, 0 failed\n")
    assert "m1.q3: ok" in done.stdout
