"""Cells that use an answer say what is missing: out of order, after a restart, with half an answer."""

from __future__ import annotations

import pytest

from devicelab.course.after import after
from devicelab.measure import TimingRefusedError

WORK = "def work():\n    return overall(8, required_fraction(6, 8))\n"
HALF = "def overall(speedup, fraction):\n    return 1.0\n"
BOTH = HALF + "def required_fraction(overall, speedup):\n    return {}\n"


def said(capsys, source, item="m1.q6"):
    names = {}
    exec(WORK + source, names)
    result = after(item, names["work"])
    return result, capsys.readouterr().out


def test_an_answer_that_is_there_is_used(capsys):
    assert said(capsys, BOTH.format("0.9")) == (1.0, "")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        (
            "",
            "overall and required_fraction are not defined. Run your cell of m1.q6; after a restart",
        ),
        (HALF, "required_fraction is not defined."),
        (HALF.replace("overall", "my_overall"), "its name must be as it was handed out"),
        (BOTH.replace("return {}", "..."), "Write required_fraction first (m1.q6)"),
        (
            BOTH.format("1 / 0"),
            'stopped with ZeroDivisionError: division by zero. It uses your answer: run cp.check("m1.q6")',
        ),
        (BOTH.format("my_times[0]"), "a cell above has not run since the kernel started"),
    ],
)
def test_what_is_missing_is_said_and_nothing_raises(capsys, source, part):
    result, out = said(capsys, source)
    assert result is None
    assert part in out
    assert out.count("\n") == 1


def test_a_refused_timing_is_its_own_sentence(capsys):
    source = BOTH.format("refuse()")
    names = {}
    exec(WORK + source, names)

    def refuse():
        raise TimingRefusedError("This Mac is simulated.")

    names["refuse"] = refuse
    assert after("m1.q6", names["work"]) is None
    assert capsys.readouterr().out == "This Mac is simulated.\n"


def test_an_interrupt_is_the_learners(capsys):
    names = {}
    exec(WORK + BOTH.format("stop()"), names)

    def stop():
        raise KeyboardInterrupt

    names["stop"] = stop
    with pytest.raises(KeyboardInterrupt):
        after("m1.q6", names["work"])
