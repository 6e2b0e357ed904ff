"""What `cp.explain` and `cp.doctor` show: cards made of a diagnosis or an explanation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from devicelab.agent import graphics, report
from devicelab.diagnosis import LONGEST_TEXT, Explanation, explain
from devicelab.diagnosis.messages import nothing
from devicelab.diagnosis.sheet import Sheet, place, sheet

from . import display
from .safely import is_a, text_of, type_name

_DEEPEST = 5


def explanation_card(problem: Any) -> dict[str, Any]:
    """Make the forms of an explanation.

    Args:
        problem: text, an exception or a warning; None for the last error of this process.
    """
    found = last_error() if problem is None else problem
    return _card(nothing() if found is None else explain(text_behind(found)))


def _card(found: Explanation) -> dict[str, Any]:
    lines = [found.what, found.why, *([found.act] if found.act else [])]
    if found.command is None:
        return display.note_card("?", found.title, lines)
    source = found.command.text + "\n"
    return display.note_card("?", found.title, [*lines, place(found.command)], source)


def last_error() -> BaseException | None:
    """Return the last exception that ended a cell or a statement here; IPython and Python keep it."""
    found = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
    return found if is_a(found, BaseException) else None


def text_behind(problem: Any) -> str:
    """Return the text of a problem; an exception comes with those that led to it."""
    if is_a(problem, str):
        return str.__str__(problem)
    if not is_a(problem, BaseException):
        return text_of(problem, LONGEST_TEXT)
    return "\n".join(f"{type_name(e)}: {text_of(e, 4000)}" for e in _chain(problem))


def _chain(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None:
            return
        yield found
        # By the base class: a stranger's exception may define these names anew.
        cause = BaseException.__dict__["__cause__"].__get__(found)
        found = cause or BaseException.__dict__["__context__"].__get__(found)


def doctor_card() -> dict[str, Any]:
    """Make the forms of the diagnosis of this kernel; torch is asked only if it is imported."""
    graphics.look()
    found = sheet(report())
    return {"text/plain": "\n".join(found.lines()), "text/html": sheet_html(found)}


def sheet_html(found: Sheet, *more: str) -> str:
    """Return diagnosis, facts and limits as cards; `more` are further sentences of the first."""
    command = found.diagnosis.command
    told = [*found.sentences, *more, *([place(command)] if command else [])]
    note = display.note_card(
        found.title[0], found.title[2:], told, command.text + "\n" if command else ""
    )
    blocks = (("Seen", found.evidence), ("Facts", found.facts), ("Limits", found.limits))
    tables = [_block(title, rows) for title, rows in blocks if rows]
    return str(note["text/html"]) + "".join(tables)


def _block(title: str, rows: list[tuple[str, str]]) -> str:
    head = f'<div style="font-weight:600">{title}</div>'
    return display.card(display.NEUTRAL, head, display.table(rows))
