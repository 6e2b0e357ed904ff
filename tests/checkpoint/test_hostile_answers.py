"""Whatever a learner's code does, a sentence comes of it and nothing on stderr."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings

import pytest
import torch

from devicelab import cp
from devicelab.checkpoint.safely import number_of, text_of, type_name


def raises():
    return {}["key <b>`x`"]


def exits():
    sys.exit("<script>")


def recurses():
    return recurses()


def generator_exit():
    raise GeneratorExit


class Nasty(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__


def raises_nastily():
    raise Nasty


class Liar:  # noqa: PLW1641 - its __hash__ is below
    @property
    def __class__(self):
        raise Nasty

    def __eq__(self, other):
        raise Nasty

    def __getattr__(self, name):
        raise Nasty

    __repr__ = __str__ = __hash__ = __bool__ = __len__ = __eq__


@pytest.mark.parametrize("answer", [raises, exits, recurses, generator_exit, raises_nastily])
def test_what_it_raises_is_named(answer, capfd, validate, receipts):
    verdict = cp.check("m1.q1", answer, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("error", "raised")
    assert verdict.message.what.startswith("On a machine without an accelerator your code stopped")
    assert "at line" in verdict.message.what
    validate("verdict", verdict.as_json())
    validate("receipt", receipts()[0])
    assert capfd.readouterr() == ("", "")


def test_the_line_is_the_learners_not_the_librarys():
    def answer():
        return torch.zeros(1).view(7).device

    what = cp.check("m1.q1", answer, return_result=True).message.what
    assert "RuntimeError" in what
    assert "`return torch.zeros(1).view(7).device`" in what


def test_its_markup_is_escaped():
    html = cp.check("m1.q1", exits, return_result=True)._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("make", [Liar, lambda: Liar], ids=["object", "class"])
def test_an_object_that_lies_about_itself(make):
    liar = make()
    verdict = cp.check("m1.q1", lambda: liar, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("failed", "not_a_device")
    assert cp.check("m1.q3", lambda *_, **__: liar, return_result=True).message_id == "not_bool"
    answer = {"overall": lambda *_: liar, "required_fraction": lambda *_: liar}
    assert cp.check("m1.q6", **answer, return_result=True).message_id == "not_a_number"
    assert cp.check("m1.q1", liar, return_result=True).outcome in ("failed", "error")


def test_a_number_that_equals_everything():
    class EqualsAll(float):
        def __eq__(self, other):
            return True

        def __le__(self, other):
            return True

        __lt__ = __gt__ = __ge__ = __le__
        __hash__ = float.__hash__

        def __sub__(self, other):
            return 0.0

        __rsub__ = __float__ = __sub__

    answer = {"overall": lambda *_: EqualsAll(3), "required_fraction": lambda *_: EqualsAll(3)}
    verdict = cp.check("m1.q6", **answer, return_result=True)
    assert verdict.outcome == "failed"


def test_a_flood_of_prints_is_counted_not_shown(capfd):
    def floods():
        for _ in range(20_000):
            print("flood " * 10)
            print("flood", file=sys.stderr)
        os.write(2, b"native")
        warnings.warn("learner's", stacklevel=1)
        return torch.device("cpu")

    verdict = cp.check("m1.q1", floods, return_result=True)
    assert verdict.outcome == "failed"
    assert "your code printed" in verdict.note
    assert len(verdict.note) < 400
    assert capfd.readouterr() == ("", "")


def test_children_print_nowhere(capfd):
    def forks():
        subprocess.run([sys.executable, "-c", "print('child')"], check=True)
        return torch.device("cpu")

    assert cp.check("m1.q1", forks, return_result=True).message_id == "hard_coded"
    assert capfd.readouterr() == ("", "")


def test_streams_and_warnings_are_as_before():
    streams, filters = (sys.stdout, sys.stderr), list(warnings.filters)

    def rearranges():
        sys.stdout = sys.stderr = None
        warnings.simplefilter("always")
        return torch.device("cpu")

    cp.check("m1.q1", rearranges, return_result=True)
    assert (sys.stdout, sys.stderr) == streams
    assert warnings.filters == filters


def test_an_interrupt_is_no_attempt(receipts):
    def interrupted():
        raise KeyboardInterrupt

    verdict = cp.check("m1.q1", interrupted, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("skipped", "interrupted")
    assert receipts() == []
    assert torch._C._has_mps is torch.backends.mps.is_built()


def test_a_name_that_is_no_function():
    assert cp.check("m1.q1", 3, return_result=True).message_id == "not_a_function"


def test_a_bug_of_ours_is_never_the_learners(monkeypatch, validate):
    from devicelab.checkpoint import bank
    from devicelab.checkpoint.answer import run_source

    source = "def broken(trial, pick_device):\n    trial.no_such_thing\n"
    broken = run_source(source, "elsewhere")["broken"]
    monkeypatch.setattr(bank.exercise("m1.q1"), "_check", broken)
    verdict = cp.check("m1.q1", lambda: None, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("unattempted", "untouched")
    verdict = cp.check("m1.q1", lambda: torch.device("cpu"), return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("broken", "check_broken")
    assert "our bug" in verdict.message.why
    validate("verdict", verdict.as_json())


def test_a_bug_outside_the_check_is_a_sentence_too(monkeypatch):
    from devicelab.checkpoint import attempt

    def breaks(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(attempt, "judge", breaks)
    verdict = cp.check("m1.q1", raises, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("broken", "check_broken")


def test_what_is_read_of_a_stranger():
    class Meta(type):
        @property
        def __name__(cls):
            raise Nasty

    class Strange(metaclass=Meta):
        __module__ = "torch"

        def __float__(self):
            raise ZeroDivisionError

    assert type_name(Strange()) == "Strange"
    assert number_of(Strange()) is None
    assert number_of(True) is None
    assert number_of(10**400) is None
    assert number_of(torch.tensor(2.5)) == 2.5
    assert text_of(Nasty()) == "(it has no readable text)"
    assert text_of("a`b\n\x1b[31m\ud800") == "a b [31m"
