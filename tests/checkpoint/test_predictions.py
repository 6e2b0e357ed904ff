"""`cp.predict`: kept before, read back after, and no guess is a wrong answer."""

from __future__ import annotations

import sys

import bank_of_two
import pytest
import torch

from devicelab import cp
from devicelab.checkpoint import Number, Prediction, bank, predicting


@pytest.fixture(autouse=True)
def other_course(tmp_path, monkeypatch):
    monkeypatch.setattr(bank, "PACKAGE", bank_of_two.write(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(predicting, "_unsaved", {})
    yield
    for name in [n for n in sys.modules if n.startswith("othercourse")]:
        del sys.modules[name]


def test_a_guess_is_kept_with_a_receipt_and_read_back(receipts, home, validate, capfd):
    assert cp.prediction("m1.p1") is None
    assert cp.predict("m1.p1", 3, torch.bfloat16, raises="no") is None
    out, err = capfd.readouterr()
    assert out.startswith("✓ m1.p1 How much faster?: predicted\n  What  You predict: step 3 times")
    assert err == ""
    (receipt,) = receipts()
    validate("receipt", receipt)
    assert (receipt["item"], receipt["outcome"], receipt["points"]) == ("m1.p1", "passed", 1)
    assert (home / "answers" / f"{receipt['answer_sha256']}.py").is_file()
    assert cp.prediction("m1.p1") == {"step": 3.0, "dtype": "bfloat16", "raises": False}


def test_a_guess_may_change_until_it_was_compared(receipts, capsys):
    cp.predict("m1.p1", 3, "float32", True)
    cp.predict("m1.p1", 5, "float32", True)
    assert cp.prediction("m1.p1")["step"] == 5
    cp.predict("m1.p1", 7, "float32", True)
    assert "Your prediction stays: step 5 times" in capsys.readouterr().out
    assert cp.prediction("m1.p1")["step"] == 5
    assert len(receipts()) == 2


@pytest.mark.parametrize(
    ("guesses", "named", "message_id"),
    [
        ((..., ..., ...), {}, "not_predicted"),
        ((), {}, "not_predicted"),
        ((3, "float32"), {}, "not_predicted"),
        ((3, "float32", True, 1), {}, "wrong_guesses"),
        ((3, "float32", True), {"step": 3}, "wrong_guesses"),
        ((3, "float32", True), {"other <b>": 3}, "wrong_guesses"),
        ((float("nan"), "float32", True), {}, "unusable_guess"),
        ((-1, "float32", True), {}, "unusable_guess"),
        (("3", "float32", True), {}, "unusable_guess"),
        ((True, "float32", True), {}, "unusable_guess"),
        ((3, "float64", True), {}, "unusable_guess"),
        ((3, object(), True), {}, "unusable_guess"),
        ((3, "float32", 1), {}, "unusable_guess"),
    ],
)
def test_what_is_no_guess_is_a_sentence_and_kept_nowhere(guesses, named, message_id, home):
    verdict = predicting.verdict_on("m1.p1", guesses, named)
    assert (verdict.outcome, verdict.message_id) == ("unattempted", message_id)
    assert verdict.message.what
    assert verdict.message.try_
    assert not home.exists()


@pytest.mark.parametrize("item", ["m1.p9", "m1.q1", None, "x" * 1000, "../m1.p1"])
def test_an_id_that_is_none(item, capsys):
    cp.predict(item, 1)
    assert 'Did you mean `cp.predict("m1.p1")`?' in capsys.readouterr().out
    assert cp.prediction(item) is None


@pytest.mark.parametrize(
    "forged",
    ["", "predicted = {'step': 10**9}", "import os", "predicted = [" * 200, "\x00", "1", "x = y"],
)
def test_a_forged_file_of_guesses_is_read_as_none(forged):
    assert predicting._parsed(bank.prediction("m1.p1"), forged) is None


def test_where_nothing_can_be_kept_the_kernel_remembers(monkeypatch, capsys):
    monkeypatch.setenv("DEVICELAB_HOME", "/proc/devicelab")
    cp.predict("m1.p1", 3, "float32", True)
    assert "No receipt could be written" in capsys.readouterr().out
    assert cp.prediction("m1.p1")["step"] == 3


def test_check_and_grade_know_what_was_predicted(capsys):
    assert cp.check("m1.p1", return_result=True).outcome == "unattempted"
    with pytest.raises(cp.CheckpointFailed):
        cp.grade("m1.p1")
    cp.predict("m1.p1", 3, "float32", True)
    cp.grade("m1.p1")
    assert cp.check("m1.p1", return_result=True).passed


def test_progress_lists_both(capsys):
    cp.predict("m1.p1", 3, "float32", True)
    cp.progress()
    out = capsys.readouterr().out
    assert "0 of 1 exercises done, 1 of 1 predictions made" in out
    assert [r.item for r in cp.progress(return_result=True)] == ["m1.p1", "m1.q1"]


def test_the_starter_is_what_is_filled_in():
    asked = bank.prediction("m1.p1")
    assert asked.starter.splitlines() == [
        "# step: One training step? (in times)",
        "# dtype: Which dtype? (float32 / bfloat16)",
        "# raises: Does it raise? (True / False)",
        'cp.predict("m1.p1", step=..., dtype=..., raises=...)',
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "m1.q1"},
        {"asks": ()},
        {"asks": (Number("a", "?"), Number("a", "?"))},
        {"asks": (Number("A b", "?"),)},
    ],
)
def test_a_declaration_that_could_not_be_asked_is_refused(changes):
    with pytest.raises(ValueError, match=r"prediction's id|must ask|a name is"):
        Prediction(**{"id": "m1.p1", "title": "T", "asks": (Number("a", "?"),), **changes})
