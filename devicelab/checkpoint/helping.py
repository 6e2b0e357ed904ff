"""What `cp.hint` and `cp.solution` show, and that it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import display, edition, shown

if TYPE_CHECKING:
    from .exercise import Exercise


def hint(exercise: Exercise, number: Any) -> dict[str, Any]:
    """Make the forms of the next hint, or of the one of this number."""
    total = len(exercise.hints)
    wanted = number if type(number) is int else shown.of(exercise.id).hints + 1
    n = min(max(wanted, 1), total)
    shown.remember_hint(exercise.id, n)
    more = _after_last(exercise.id) if n == total else f'Next: `cp.hint("{exercise.id}")`.'
    title = f"{exercise.id} {exercise.title}: hint {n} of {total}"
    return display.note_card("?", title, [exercise.hints[n - 1], more])


def _after_last(item: str) -> str:
    if edition.withheld(item):
        return "That was the last one."
    return f'That was the last one; after it comes `cp.solution("{item}")`.'


def solution(exercise: Exercise) -> dict[str, Any]:
    """Make the forms of the reference, or of the reason why this edition withholds it."""
    reason = edition.withheld(exercise.id)
    if reason:
        title = f"{exercise.id} {exercise.title}: no solution is shown now"
        return display.note_card("○", title, [reason, f'Stuck? `cp.hint("{exercise.id}")`'])
    shown.remember_solution(exercise.id)
    lines = ["One right answer among others. Its receipt will say that it was shown."]
    title = f"{exercise.id} {exercise.title}: a solution"
    return display.note_card("=", title, lines, exercise.reference.strip() + "\n")
