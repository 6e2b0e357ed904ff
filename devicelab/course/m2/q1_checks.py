"""How m2.q1 asks: about machines of every kind, while it notes who asks this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.safely import full_type_name, is_a, one_line, text_of

from .asked import asked_here
from .q1_rows import ANSWERS, Row, rows


def expect_reasons(trial: Trial, why: Callable[..., Any]) -> None:
    """Ask about machines of every kind, and note whether this machine was asked as well."""
    trial.seen["answers"] = answers = {}
    with asked_here() as asked:
        for row in rows(trial):
            answers[row] = trial.call(why, *row.arguments, where=f"For {row.name}")
    trial.seen["asked"] = asked
    for kind in ANSWERS:
        _expect(trial, kind, {row: said for row, said in answers.items() if row.right == kind})


def _expect(trial: Trial, kind: str, answers: Mapping[Row, Any]) -> None:
    wrong = [r for r, said in answers.items() if type(said) is not str or said != r.right]
    row = wrong[0] if wrong else next(iter(answers))
    trial.expect(
        f"`{kind}` for {len(answers)} machine{'' if len(answers) == 1 else 's'}",
        not wrong,
        f"wrong_{kind}",
        what=f"For {row.name} ({_told(row)}) your function gives {_said(answers[row])}, which is not the first row of the table that applies.",
        why="Each answer has another remedy, so a wrong one sends its reader to mend what is not broken.",
        try_="Go through the table from the top with these seven values, and then through your function.",
    )


def _told(row: Row) -> str:
    names = ("built", "available", "system", "machine", "translated", "macos", "floor")
    return ", ".join(f"`{n}={v!r}`" for n, v in zip(names, row.arguments))


def _said(answer: Any) -> str:
    if is_a(answer, str):
        return f"`{one_line(text_of(answer), 30)}`"
    return f"a `{full_type_name(answer)}`"
