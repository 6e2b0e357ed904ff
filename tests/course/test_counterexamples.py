"""Where an exercise can look for a counterexample, each known mistake has one, and nothing else."""

from __future__ import annotations

import pytest
import torch

from devicelab import cp
from devicelab.checkpoint import Trial, bank
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.guard import quiet

SEARCHED = [e for e in bank.exercises() if e.has_counterexample]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DEVICELAB_HOME", str(tmp_path / "home"))


def names(exercise, source):
    space = run_source(source, f"{exercise.id}:answer")
    return {n: space[n] for n in exercise.needs}


@pytest.mark.parametrize(
    ("exercise", "mistake"), [(e, m) for e in SEARCHED for m in e.mistakes], ids=lambda x: x.id
)
def test_each_mistake_has_one(exercise, mistake):
    with quiet():
        found = exercise.smallest(Trial(), names(exercise, mistake.example))
    assert found is not None
    assert found.says.endswith(".")


def test_these_are_searched():
    assert {"m1.q1", "m1.q3", "m1.q6"} <= {e.id for e in SEARCHED}


def test_what_is_put_into_the_variable_can_be_tried(capsys):
    wrong = "def overall(s, f): return s * f\ndef required_fraction(o, s): return 0\n"
    scope = {"cp": cp, **names(bank.exercise("m1.q6"), wrong)}
    exec('cp.counterexample("m1.q6")', scope)
    out = capsys.readouterr().out
    assert "`overall(2, 0)` gives `0`." in out
    assert "overall(*counterexample)" in out
    assert scope["counterexample"] == (2.0, 0.0)

    scope["pick_device"] = lambda: torch.device("cuda" if torch.cuda.is_available() else "cpu")
    exec('cp.counterexample("m1.q1")', scope)
    exec("with counterexample:\n    there = pick_device(), repr(counterexample)", scope)
    assert scope["there"] == (torch.device("cpu"), "<On a Mac>")
    assert torch.backends.mps.is_available() is False

    scope["makes_copy"] = lambda x, *args, **kwargs: x.to(**kwargs) is not x
    exec('cp.counterexample("m1.q3")\nx, args, kwargs = counterexample', scope)
    assert (scope["args"], scope["kwargs"]) == ((torch.float16,), {})


def test_a_variable_of_the_learners_is_left_alone(capsys):
    scope = {"cp": cp, "counterexample": "mine", "pick_device": lambda: torch.device("cpu")}
    for _ in range(2):
        exec('cp.counterexample("m1.q1")', scope)
    assert scope["counterexample"] == "mine"
    assert repr(scope["counterexample_2"]) == "<On a machine with an NVIDIA GPU>"
    assert "counterexample_3" not in scope
    assert "with counterexample_2:" in capsys.readouterr().out
