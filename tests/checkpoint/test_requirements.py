"""What a machine lacks is said, by code, and never counts."""

from __future__ import annotations

import pytest

from devicelab.checkpoint import Exercise
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.judge import judge

torch = pytest.importorskip("torch")


def exercise():
    made = Exercise(
        id="m9.q9",
        title="A test",
        needs=("answer",),
        covers="nothing",
        starter="def answer():\n    ...\n",
        reference="",
        hints=("", "", ""),
    )

    @made.check
    def check(trial, answer):
        trial.expect("it", answer() == 1, "wrong", what="No.", why="", try_="")

    return made


REASON = {"code": "too_old", "text": "This needs torch 99.", "do": "Wait for it."}


def outcome(made, value=1):
    names = run_source(f"def answer():\n    return {value}\n", "answer")
    finding = judge(made, names)
    return finding.outcome, finding.skip


@pytest.mark.parametrize("need", ["torch>=99.0", "module:no_such_module", "xpu"])
def test_a_lack_skips_with_code_and_text(need):
    made = exercise()
    made.requires(need, **REASON)
    assert outcome(made) == ("skipped", {"code": "too_old", "text": "This needs torch 99."})
    message = judge(made, {"answer": lambda: 1}).message
    assert (message.id, message.try_) == ("too_old", "Wait for it.")


@pytest.mark.parametrize("need", ["torch>=2.4", "module:torch"])
def test_what_is_there_is_checked(need):
    made = exercise()
    made.requires(need, **REASON)
    assert outcome(made) == ("passed", None)
    assert outcome(made, value=2)[0] == "failed"


def test_a_condition_of_ones_own():
    made = exercise()
    made.skip_if(lambda trial: trial.device.type == "cpu" or True, **REASON)
    assert outcome(made)[0] == "skipped"


def test_a_condition_that_breaks_is_our_fault():
    made = exercise()
    made.skip_if(lambda trial: 1 / 0, **REASON)
    assert outcome(made)[0] == "broken"


def test_an_untouched_answer_is_unattempted_whatever_the_machine():
    made = exercise()
    made.requires("torch>=99.0", **REASON)
    assert judge(made, {}).outcome == "unattempted"


@pytest.mark.parametrize("need", ["gpu", "torch>2", ""])
def test_a_need_that_is_none_is_refused(need):
    with pytest.raises(ValueError, match="no need"):
        exercise().requires(need, **REASON)
    with pytest.raises(ValueError, match="message id"):
        exercise().requires("mps", code="Too Old", text="", do="")
