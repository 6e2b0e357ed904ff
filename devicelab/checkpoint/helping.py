"""What `cp.hint` and `cp.solution` show, and that it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import display, shown

if TYPE_CHECKING:
    from .exercise import Exercise


def hint(exercise: Exercise, number: Any) -> dict[str, Any]:
    """Make the forms of the next hint, or of the one of this number."""
    total = len(exercise.hints)
    wanted = number if type(number) is int else shown.of(exercise.id).hints + 1
    n = min(max(wanted, 1), total)
    shown.remember_hint(exercise.id, n)
    last = n == total
    then = f'`cp.solution("{exercise.id}")`' if last else f'`cp.hint("{exercise.id}")`'
    more = f"That was the last one; after it comes {then}." if last else f"Next: {then}."
    title = f"{exercise.id} {exercise.title}: hint {n} of {total}"
    return display.note_card("?", title, [exercise.hints[n - 1], more])


def solution(exercise: Exercise) -> dict[str, Any]:
    """Make the forms of the reference."""
    shown.remember_solution(exercise.id)
    lines = ["One right answer among others. Its receipt will say that it was shown."]
    title = f"{exercise.id} {exercise.title}: a solution"
    return display.note_card("=", title, lines, exercise.reference.strip() + "\n")
