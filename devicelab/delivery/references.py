"""The right answers of a course, run before it is built: none may fail its own check."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devicelab.checkpoint.exercise import Exercise
    from devicelab.delivery.bank import Entry

# A machine can be too busy or too small to say; then nothing is said against the answer.
_NOT_WRONG = ("passed", "passed_cpu", "skipped", "noisy")


def refuse_failing(modules: Iterable[str], bank: Mapping[str, Entry]) -> None:
    """Run the reference of every exercise of these modules against its own check.

    Raises:
        Refused: One does not pass; the text begins with its file and line.
    """
    wanted = set(modules)
    for item, entry in bank.items():
        if item.partition(".")[0] in wanted and entry.solutions:
            _refuse_failing(item, entry)


def _refuse_failing(item: str, entry: Entry) -> None:
    from devicelab.checkpoint import bank, usage
    from devicelab.checkpoint.judge import judge

    exercise = bank.exercise(item)
    absent = usage.torch_absent(exercise)
    if absent:
        raise Refused(f"The right answers can't be run here: {absent.what}")
    finding = judge(exercise, _answer(exercise, entry))
    if finding.outcome not in _NOT_WRONG:
        raise Refused(
            f"{entry.where}:{_line(entry.where)}: the reference of {item} does not pass its own "
            f"check ({finding.outcome}): {finding.message.what}"
        )


def _answer(exercise: Exercise, entry: Entry) -> dict[str, Any]:
    from devicelab.checkpoint.answer import run_source

    try:
        return run_source(exercise.reference, f"{exercise.id}:reference")
    except Exception as error:
        raise Refused(
            f"{entry.where}:{_line(entry.where)}: the reference of {exercise.id} stops with "
            f"{type(error).__name__}: {error}."
        ) from error


def _line(path: str) -> int:
    """Return the line of ``reference=`` in an exercise's file, or 1."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return 1
    keywords = (node for node in ast.walk(tree) if isinstance(node, ast.keyword))
    return next((k.value.lineno for k in keywords if k.arg == "reference"), 1)
