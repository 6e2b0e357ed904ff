"""A measurement that says nothing is `noisy`; one that would lie is refused. Neither costs anything."""

from __future__ import annotations

import pytest

import devicelab
from devicelab import cp
from devicelab.checkpoint import bank, selftest, strict
from devicelab.checkpoint.exercise import Exercise
from devicelab.checkpoint.policy import DEFAULTS, Policy
from devicelab.measure import bench

STEADY = [1.0, 1.01, 1.02, 0.99, 1.0]
WILD = [1.0, 9.0, 0.2, 4.0, 2.0]


def answer():
    return 2


def _exercise(**changes):
    """An exercise whose check measures; its id is one that the course has."""
    return Exercise(
        **{
            "id": "m1.q1",
            "title": "Measure",
            "needs": ("answer",),
            "covers": "a measurement",
            "starter": "def answer(): ...\n",
            "reference": "def answer(): return 2\n",
            "hints": ("one", "two", "three"),
            "alternatives": {"sum": "def answer(): return 1 + 1\n"},
            **changes,
        }
    )


@pytest.fixture
def checked(monkeypatch):
    """`checked(check)`: the verdict on a right answer of an exercise with this check."""

    def run(check, give=answer):
        exercise = _exercise()
        exercise.check(check)
        monkeypatch.setattr(bank, "exercise", lambda item: exercise)
        return cp.check("m1.q1", answer=give, return_result=True)

    return run


def _measures(seconds, *, also_wrong=False):
    def check(trial, answer):
        trial.expect(
            "the value", not also_wrong, "wrong", what="wrong value", why="because", try_="mend"
        )
        trial.steady("the time of a step", seconds)
        trial.expect("the speed", True, "slow", what="slow", why="because", try_="mend")

    return check


def test_steady_readings_are_judged(checked):
    verdict = checked(_measures(STEADY))
    assert verdict.outcome == "passed"
    assert [s.name for s in verdict.subchecks] == ["the value", "the speed"]


def test_wide_spread_is_noisy_and_never_failed(checked, receipts, validate):
    verdict = checked(_measures(WILD))
    assert (verdict.outcome, verdict.message_id) == ("noisy", "too_noisy")
    assert "% of the median; over 30 % they can't tell" in verdict.text
    assert "counts as a try and costs nothing" in verdict.text
    assert "measure again" in verdict.text
    # Right as far as could be seen: a hint would help nobody.
    assert verdict.next_hint is None
    validate("verdict", verdict.as_json())
    (receipt,) = receipts()
    validate("receipt", receipt)
    assert (receipt["outcome"], receipt["message_id"]) == ("noisy", "too_noisy")
    assert receipt["subchecks"][-1]["status"] == "skipped"


def test_it_counts_as_an_attempt_and_takes_nothing_away(checked):
    assert checked(_measures(STEADY)).attempt == 1
    assert checked(_measures(WILD)).attempt == 2
    row = next(r for r in cp.progress(return_result=True) if r.item == "m1.q1")
    assert (row.outcome, row.done, row.attempts) == ("passed", True, 2)


def test_a_wrong_value_is_no_noise(checked):
    verdict = checked(_measures(WILD, also_wrong=True))
    assert (verdict.outcome, verdict.message_id) == ("failed", "wrong")


def test_a_check_may_say_noisy_in_its_own_words(checked):
    def check(trial, answer):
        trial.expect("the value", True, "wrong", what="w", why="y", try_="t")
        trial.noisy("the overlap", "Two of nine readings came.", try_="Wait for the battery.")

    verdict = checked(check)
    assert verdict.outcome == "noisy"
    assert "Two of nine readings came." in verdict.text
    assert "Wait for the battery." in verdict.text


def test_grading_a_noisy_answer_says_noisy_and_costs_nothing(checked, capsys, monkeypatch):
    checked(_measures(WILD))
    capsys.readouterr()
    cp.grade("m1.q1", answer=answer)
    assert "too noisy to say" in capsys.readouterr().out
    # Unless an instructor's policy says otherwise.
    monkeypatch.setattr(strict.policy, "load", lambda _: Policy({**DEFAULTS, "noisy": 0.0}))
    with pytest.raises(cp.CheckpointFailed, match="too noisy to say"):
        cp.grade("m1.q1", answer=answer)


def _times(trial, answer):
    trial.expect("the time", bench(answer, budget=0).median >= 0, "w", what="w", why="y", try_="t")


def _calls_what_times(trial, answer):
    trial.call(lambda: bench(answer, budget=0))
    trial.expect("it returned", True, "w", what="w", why="y", try_="t")


def _compares_digits(trial, answer):
    trial.refuse_simulated()
    trial.expect("the digits", True, "w", what="w", why="y", try_="t")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (_calls_what_times, "Times are not taken on a simulated Mac."),
        (_times, "Times are not taken on a simulated Mac."),
        (_compares_digits, "How exact a device is can't be seen on a simulated Mac."),
    ],
)
def test_the_simulated_mac_is_refused_with_a_sentence(checked, receipts, validate, check, said):
    assert checked(check).outcome == "passed"
    with devicelab.simulate("M2 Air 16 GB"):
        verdict = checked(check)
    assert (verdict.outcome, verdict.sim) == ("skipped", True)
    assert said in verdict.text
    assert "Leave the simulation" in verdict.text
    receipt = receipts()[-1]
    validate("receipt", receipt)
    assert receipt["skip"] == {"code": "simulated", "text": said}


def test_the_selftest_tries_again_where_it_is_noisy():
    """Noise that goes away is no fault of the exercise's; noise that stays is told."""
    readings = iter([WILD, STEADY, *[WILD] * 3])

    def check(trial, answer):
        trial.expect("the value", True, "w", what="w", why="y", try_="t")
        trial.steady("the time", next(readings))

    exercise = _exercise()
    exercise.check(check)
    result = selftest.prove(exercise)
    assert result.tried == 6
    (problem,) = result.problems
    assert problem.startswith("right answer sum is noisy (too_noisy)")
