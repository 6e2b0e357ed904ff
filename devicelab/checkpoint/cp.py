"""The learner's verbs: ``from devicelab import cp``, then ``cp.check("m1.q1")``.

Each shows something and returns None, so that a cell ends without an ``Out[…]``.
None raises, whatever it is given, `grade` excepted, whose job that is.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

from devicelab.proof import fallbacks

from . import bank, display, edition, explained, shown, trusted, usage
from . import progress as progress_
from .attempt import Request, verdict_on
from .errors import CheckpointFailed, ExerciseUnreadable, UnknownExercise

fallbacks.watch()

if TYPE_CHECKING:
    from .exercise import Exercise
    from .verdict import Verdict

__all__ = [
    "CheckpointFailed",
    "check",
    "doctor",
    "explain",
    "grade",
    "hint",
    "notebook",
    "progress",
    "solution",
    "trust",
]


def check(item: str, *answer: Any, return_result: bool = False, **answers: Any) -> Verdict | None:
    """Check an answer and show the verdict.

    Args:
        item: the exercise's id, such as ``"m1.q1"``.
        *answer: the answer, where the exercise needs a single name.
        return_result: give the verdict back instead of showing it.
        **answers: the answer by the names it needs. Without any answer they are
            taken from the notebook, or from the script that calls.

    Returns:
        None; with `return_result` the `Verdict`.
    """
    verdict = verdict_on(Request(item, answer, answers, _names_around(2)))
    if return_result:
        return verdict
    display.show(display.bundle(verdict))
    return None


def grade(item: str, *answer: Any, **answers: Any) -> None:
    """Check an answer, show the verdict, and raise unless it passed.

    Raises:
        CheckpointFailed: the outcome is neither `passed` nor `passed_cpu`.
    """
    verdict = verdict_on(Request(item, answer, answers, _names_around(2)))
    display.show(display.bundle(verdict))
    if not verdict.passed:
        raise CheckpointFailed(verdict.text)


def _names_around(depth: int) -> Mapping[str, Any]:
    shell = display.shell()
    if shell is not None:
        names: Mapping[str, Any] = shell.user_ns
        return names
    frame = inspect.currentframe()
    for _ in range(depth):
        frame = frame.f_back if frame is not None else None
    return frame.f_globals if frame is not None else {}


def hint(item: str, number: int | None = None) -> None:
    """Show the next hint of an exercise, or the one of this number (from 1)."""
    _with_exercise(item, lambda exercise: _hint(exercise, number))


def _hint(exercise: Exercise, number: int | None) -> dict[str, Any]:
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


def solution(item: str) -> None:
    """Show one right answer, and remember that it was shown.

    An edition of the course may withhold it: until an answer passes, until a deadline, or for good.
    """
    _with_exercise(item, _solution)


def _solution(exercise: Exercise) -> dict[str, Any]:
    reason = edition.withheld(exercise.id)
    if reason:
        title = f"{exercise.id} {exercise.title}: no solution is shown yet"
        return display.note_card("○", title, [reason, f'Stuck? `cp.hint("{exercise.id}")`'])
    shown.remember_solution(exercise.id)
    lines = ["One right answer among others. Its receipt will say that it was shown."]
    title = f"{exercise.id} {exercise.title}: a solution"
    return display.note_card("=", title, lines, exercise.reference.strip() + "\n")


def _with_exercise(item: Any, make: Callable[[Exercise], dict[str, Any]]) -> None:
    name = usage.named_item(item)
    try:
        forms = make(bank.exercise(name))
    except UnknownExercise:
        forms = display.bundle(usage.verdict(name, "", usage.unknown(name, bank.items())))
    except ExerciseUnreadable as error:
        message = usage.unreadable(name, error)
        forms = display.bundle(usage.verdict(name, "", message, outcome="broken"))
    display.show(forms)


def notebook(module: str, *, version: str, solutions: str = "always", deadline: str = "") -> None:
    """Say which notebook this kernel runs; the build writes this line, and it shows nothing.

    Args:
        module: such as ``"m1"``.
        version: the course version of the notebook; a check tells if the package has another.
        solutions: when `solution` shows one: always, after-pass, after-deadline or never.
        deadline: for ``after-deadline``, a UTC time such as ``2026-12-24T12:00Z``.
    """
    edition.declare(module, version, solutions, deadline)


def progress(*, return_result: bool = False) -> list[progress_.Row] | None:
    """Show how far you are, from the receipts.

    Args:
        return_result: give the rows back instead of showing them.
    """
    made, problems = progress_.rows()
    if return_result:
        return made
    display.show(progress_.bundle(made, problems))
    return None


def explain(problem: Any = None) -> None:
    """Show what an error or a warning of torch's means, and what to try.

    Args:
        problem: the text, the exception or the warning; without one, the last error here.
    """
    display.show(explained.explanation_card(problem))


def doctor() -> None:
    """Show which device this kernel has, why, and its memory limits; torch is never imported for it."""
    display.show(explained.doctor_card())


def trust() -> None:
    """Compare this kernel's accelerator with the CPU on shapes of known silent faults, and show it.

    Takes under a second on an accelerator; torch is imported if it was not.
    """
    display.show(trusted.card())
