"""`cp.counterexample` where there is nothing to put into a variable."""

from __future__ import annotations

import sys

import bank_of_two
import pytest

from devicelab import cp
from devicelab.checkpoint import Counterexample, bank, selftest


@pytest.fixture(autouse=True)
def exercise(tmp_path, monkeypatch):
    monkeypatch.setattr(bank, "PACKAGE", bank_of_two.write(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    yield bank.exercise("m1.q1")
    for name in [n for n in sys.modules if n.startswith("othercourse")]:
        del sys.modules[name]


def asked(capfd, *answer, **answers):
    cp.counterexample("m1.q1", *answer, **answers)
    out, err = capfd.readouterr()
    assert err == ""
    return out


def test_it_says_why_there_is_none(exercise, capfd):
    assert "No way to look for one is declared." in asked(capfd, lambda x: x)
    exercise.counterexample(lambda trial, double: None)
    assert "No input was found on which your answer fails." in asked(capfd, lambda x: x)
    assert "`double` is not defined here yet." in asked(capfd)
    assert "still empty" in asked(capfd, ...)
    assert "This exercise knows no `other`." in asked(capfd, other=1)


@pytest.mark.parametrize("item", ["m1.q9", "m1.p1", None, 3])
def test_an_id_that_is_none(item, capfd):
    cp.counterexample(item)
    assert "There is no exercise" in capfd.readouterr().out or item is None or item == 3


def test_a_search_that_breaks_is_our_bug(exercise, capfd):
    exercise.counterexample(lambda trial, double: 1 / 0)
    assert "The check itself stopped: `ZeroDivisionError" in asked(capfd, lambda x: x)


def test_an_answer_that_never_ends_is_stopped(exercise, capfd, monkeypatch):
    def forever(x):
        while True:
            pass

    monkeypatch.setenv("DEVICELAB_TIME_LIMIT", "0.2")
    exercise.counterexample(lambda trial, double: double(1))
    assert "not come back after 0.2 seconds" in asked(capfd, forever)


def test_a_right_answer_with_a_counterexample_is_a_fault_of_the_bank(exercise):
    found = Counterexample(1, "double(counterexample)", "It fails.")
    exercise.counterexample(lambda trial, double: found)
    assert "right answer reference has a counterexample" in selftest.prove(exercise).problems
