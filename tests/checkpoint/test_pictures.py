"""A verdict's picture: safe to send, in words where it can't be drawn, and never the outcome's fault."""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass

import bank_of_two
import pytest
from cards import look

from devicelab import cp
from devicelab.checkpoint import bank, picture, selftest

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class Drawn:
    """What an exercise gives."""

    data: bytes | None = PIXEL
    alt: str = 'Fast "<b>`here`.'
    lines: tuple[str, ...] = ("64   1.0", "128  2.0 <i>")

    def png(self):
        return self.data


@pytest.fixture
def exercise(tmp_path, monkeypatch):
    monkeypatch.setattr(bank, "PACKAGE", bank_of_two.write(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    yield bank.exercise("m1.q1")
    for name in [n for n in sys.modules if n.startswith("othercourse")]:
        del sys.modules[name]


def checked(exercise, draw, answer=lambda x: 2 * x):
    exercise.picture(draw)
    return cp.check(exercise.id, answer, return_result=True)


def test_all_three_forms_carry_it(exercise, validate):
    one = checked(exercise, lambda trial, double: Drawn())
    forms = one._repr_mimebundle_()
    validate("verdict", one.as_json())
    assert base64.b64decode(one.as_json()["picture"]["png"]) == PIXEL
    assert "128  2.0 <i>" in forms["text/plain"]
    assert 'alt="Fast &quot;&lt;b&gt; here ."' in forms["text/html"]
    assert "<b>" not in forms["text/html"]
    look(forms["text/html"])


@pytest.mark.parametrize("data", [None, b"", b"<svg/>", PIXEL + b"x" * picture.CAP])
def test_without_a_drawing_its_words_remain(data, exercise, validate):
    one = checked(exercise, lambda trial, double: Drawn(data))
    html = one._repr_mimebundle_()["text/html"]
    assert "<img" not in html
    assert "128  2.0 <i>" in look(html)
    assert one.as_json()["picture"]["png"] is None
    validate("verdict", one.as_json())


def test_it_may_read_what_the_check_saw_and_is_asked_of_wrong_answers_too(exercise):
    exercise.check(lambda trial, double: trial.seen.update(got=1) or trial.expect("x", False, "x", what="w", why="y", try_="t"))  # fmt: skip
    one = checked(exercise, lambda trial, double: Drawn(alt=f"got {trial.seen['got']}"))
    assert (one.outcome, one.picture.alt) == ("failed", "got 1")


def test_none_is_drawn_of_what_was_not_tried(exercise):
    assert checked(exercise, lambda trial, double: Drawn(), answer=...).picture is None
    assert checked(exercise, lambda trial, double: Drawn(), lambda x: 1 / 0).picture is None


def test_one_that_breaks_changes_nothing_and_the_self_test_finds_it(exercise, capfd):
    def breaks(trial, double):
        print("drawing", file=sys.stderr)
        raise ZeroDivisionError

    one = checked(exercise, breaks)
    assert (one.outcome, one.picture) == ("passed", None)
    assert selftest.prove(exercise).problems == ["its picture stopped with ZeroDivisionError"]
    assert capfd.readouterr() == ("", "")


def test_a_thousand_long_lines_are_cut(exercise, validate):
    lines = ("x" * 1000 + "\x00\n",) * 1000
    one = checked(exercise, lambda trial, double: Drawn(alt="a" * 9999, lines=lines))
    validate("verdict", one.as_json())
