"""`cp.check` and `cp.grade` called from a plain program."""

from __future__ import annotations

import pytest
import torch

from devicelab import cp
from devicelab.checkpoint import bank
from devicelab.checkpoint.answer import run_source

HERE = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None


def right():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")


def cuda_only():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


# As a cell defines it: a function of this file can't be imported where it is rehearsed.
is_new = run_source(
    "def is_new(x, *args, **kwargs):\n    return x.to(*args, **kwargs) is not x\n", "cell"
)["is_new"]


def amdahl(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError
    return 1 / (1 - fraction + fraction / speedup)


def share(overall, speedup):
    found = (1 - 1 / overall) / (1 - 1 / speedup)
    if not 0 <= found <= 1:
        raise ValueError
    return found


def test_a_right_answer_passes_and_leaves_a_valid_receipt(receipts, validate):
    verdict = cp.check("m1.q1", pick_device=right, return_result=True)
    assert (verdict.outcome, verdict.message_id, verdict.attempt) == ("passed", None, 1)
    validate("verdict", verdict.as_json())
    (receipt,) = receipts()
    validate("receipt", receipt)
    assert receipt["outcome"] == "passed"
    assert receipt["prev"] == "0" * 64
    assert receipt["answer_sha256"]


def test_a_mistake_has_its_own_sentence():
    verdict = cp.check("m1.q1", cuda_only, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("failed", "cuda_only")
    assert "On a Mac your function gives `cpu`" in verdict.text
    assert "You have asked for CUDA only." in verdict.text
    assert 'Hint 1 of 3: `cp.hint("m1.q1")`' in verdict.text


def test_an_accelerator_that_is_absent_is_rehearsed(receipts, validate):
    verdict = cp.check("m1.q3", makes_copy=is_new, return_result=True)
    status = {s["name"]: s["status"] for s in verdict.as_json()["subchecks"]}
    assert status["a move to another device"] == "passed", verdict.text
    assert verdict.points == verdict.max_points
    validate("verdict", verdict.as_json())
    (receipt,) = receipts()
    validate("receipt", receipt)
    if HERE:
        assert (verdict.outcome, verdict.rehearsed) == ("passed", False)
        return
    assert verdict.outcome == "passed_cpu"
    assert verdict.text.count("rehearsed on a simulated Mac") == 1
    assert verdict.text.count("no accelerator") == verdict.text.count("not verified") == 1
    assert (
        (verdict.sim, verdict.rehearsed) == (receipt["sim"], receipt["rehearsed"]) == (True, True)
    )


def test_two_names_and_no_device():
    verdict = cp.check("m1.q6", overall=amdahl, required_fraction=share, return_result=True)
    assert (verdict.outcome, verdict.points) == ("passed", 1)


def test_a_script_is_shown_text_and_nothing_else(capfd):
    assert cp.check("m1.q1", cuda_only) is None
    out, err = capfd.readouterr()
    assert out.startswith("✗ m1.q1 Pick the device: not yet\n  What  On a Mac")
    assert err == ""


def test_names_are_taken_from_the_calling_script():
    scope = {"pick_device": right, "cp": cp}
    exec('found = cp.check("m1.q1", return_result=True)', scope)
    assert scope["found"].outcome == "passed"


@pytest.mark.parametrize(
    ("arguments", "keywords", "message_id"),
    [
        (("m1.q9",), {}, "unknown_item"),
        (("../m1.q1",), {}, "unknown_item"),
        ((3,), {}, "unknown_item"),
        ((None,), {}, "unknown_item"),
        (("m1.q1", right, right), {}, "wrong_call"),
        (("m1.q1",), {"pick_devise": right}, "wrong_call"),
        (("m1.q6", amdahl), {}, "wrong_call"),
        (("m1.q6",), {"overall": amdahl}, "missing_name"),
    ],
)
def test_a_wrong_call_gets_a_sentence(arguments, keywords, message_id, receipts, validate):
    verdict = cp.check(*arguments, return_result=True, **keywords)
    assert (verdict.outcome, verdict.message_id) == ("unattempted", message_id)
    assert verdict.message.what
    assert verdict.message.why
    assert verdict.message.try_
    assert receipts() == []
    if verdict.can_be_sent:
        validate("verdict", verdict.as_json())


def _dots(): ...


def _none():
    return None


def _pass():
    """Say nothing."""


def _not_implemented():
    raise NotImplementedError


def _not_implemented_yet():
    """Say nothing."""
    raise NotImplementedError("later")


def _gives_dots():
    return ...


@pytest.mark.parametrize(
    "stub",
    [_dots, _none, _pass, _not_implemented, _not_implemented_yet, _gives_dots, None, ...],
    ids=lambda s: getattr(s, "__name__", str(s)),
)
def test_a_stub_is_no_attempt(stub, receipts, home):
    verdict = cp.check("m1.q1", stub, return_result=True)
    assert (verdict.outcome, verdict.attempt) == ("unattempted", 0)
    assert not home.exists()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (_dots, "`pick_device` is still as handed out."),
        (_none, "`pick_device` has no body yet."),
        (_pass, "`pick_device` has no body yet."),
        (_not_implemented, "`pick_device` has no body yet."),
        (None, "`pick_device` is still empty."),
    ],
)
def test_what_is_said_of_a_stub_is_true_of_it(answer, said):
    if answer is _dots:
        answer = run_source(bank.exercise("m1.q1").starter, "x")["pick_device"]
    verdict = cp.check("m1.q1", answer, return_result=True)
    assert (verdict.message_id, verdict.message.what) == ("untouched", said)


def test_of_two_stubs_both_are_spoken_of():
    answer = run_source(bank.exercise("m1.q6").starter, "x")
    names = {n: answer[n] for n in ("overall", "required_fraction")}
    what = cp.check("m1.q6", **names, return_result=True).message.what
    assert what == "`overall` and `required_fraction` are still as handed out."
    names["overall"] = _none
    what = cp.check("m1.q6", **names, return_result=True).message.what
    assert what == "`overall` and `required_fraction` have no body yet."


def test_each_attempt_is_counted(receipts):
    attempts = [cp.check("m1.q1", f, return_result=True).attempt for f in (cuda_only, right, right)]
    assert attempts == [1, 2, 3]
    assert cp.check("m1.q1", _dots, return_result=True).attempt == 3
    assert [r["attempt"] for r in receipts()] == [1, 2, 3]


def test_each_check_has_fresh_inputs(receipts):
    for _ in range(2):
        cp.check("m1.q3", is_new)
    one, two = receipts()
    assert one["nonce"] != two["nonce"]
    assert one["inputs_sha256"] != two["inputs_sha256"]
    assert one["answer_sha256"] == two["answer_sha256"]


def test_the_learners_random_state_is_left_alone():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    cp.check("m1.q3", is_new)
    assert torch.equal(before, torch.get_rng_state())


def test_grade_raises_what_a_grader_understands(capfd):
    cp.grade("m1.q1", right)
    with pytest.raises(cp.CheckpointFailed, match="On a Mac"):
        cp.grade("m1.q1", cuda_only)
    assert issubclass(cp.CheckpointFailed, AssertionError)
    assert capfd.readouterr().err == ""


def test_grade_raises_for_what_was_not_begun():
    with pytest.raises(cp.CheckpointFailed):
        cp.grade("m1.q1", _dots)
