"""The learner's verbs: ``from devicelab import cp``, then ``cp.check("m1.q1")``.

Each shows something and returns None, so that a cell ends without an ``Out[…]``.
None raises, whatever it is given, `grade` excepted, whose job that is; where nbgrader
runs the notebook, `check` and `predict` do as `grade` does.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

from devicelab.measure import wait_passively
from devicelab.proof import fallbacks

from . import ahead, bank, display, explained, guard, helping, notes, predicting, trusted, usage
from . import counterexample as counterexample_
from . import export as export_
from . import learner as learner_
from . import progress as progress_
from . import strict as strict_
from .attempt import Request, verdict_on
from .edition import notebook
from .errors import CheckpointFailed, ExerciseUnreadable, UnknownExercise

fallbacks.watch()
guard.remember_modules()
# Here, since a course's first cell imports this before torch, which reads it once.
wait_passively()

if TYPE_CHECKING:
    from .exercise import Exercise
    from .verdict import Verdict

__all__ = [
    "CheckpointFailed",
    "check",
    "counterexample",
    "doctor",
    "explain",
    "export",
    "grade",
    "hint",
    "learner",
    "note",
    "notebook",
    "predict",
    "prediction",
    "progress",
    "solution",
    "trust",
]


def check(
    item: str,
    *answer: Any,
    return_result: bool = False,
    strict: bool = False,
    **answers: Any,
) -> Verdict | None:
    """Check an answer and show the verdict.

    Args:
        item: the exercise's id, such as ``"m1.q1"``.
        *answer: the answer, where the exercise needs a single name.
        return_result: give the verdict back instead of showing it.
        strict: raise as `grade` does; so it is anyway where nbgrader runs the notebook.
        **answers: the answer by the names it needs. Without any answer they are
            taken from the notebook, or from the script that calls.

    Returns:
        None; with `return_result` the `Verdict`.

    Raises:
        CheckpointFailed: as for `grade`, where it is strict and the verdict is shown.
    """
    verdict = verdict_on(Request(item, answer, answers, _names_around(2)))
    if return_result:
        return verdict
    _show(verdict, raises=strict or strict_.in_force())
    ahead.get_ready_after(verdict.item)
    return None


def grade(item: str, *answer: Any, **answers: Any) -> float | None:
    """Check an answer, show the verdict, and raise unless it earned something or is excused.

    Returns:
        None for full points, which nbgrader takes for full points too; the points where the
        policy gives a part of them.

    Raises:
        CheckpointFailed: the policy gives nothing for the outcome; by default for all but
            `passed`, `passed_cpu`, and the excused `noisy`, `broken` and `skipped`.
    """
    verdict = verdict_on(Request(item, answer, answers, _names_around(2)))
    _show(verdict, raises=False)
    return strict_.earned(verdict)


def _show(verdict: Verdict, *, raises: bool) -> None:
    display.show(display.bundle(verdict))
    if raises:
        strict_.refuse_unless_earned(verdict)


def counterexample(item: str, *answer: Any, **answers: Any) -> None:
    """Look for a smallest input that your answer fails on, and put it into `counterexample`.

    Args:
        item: the exercise's id, such as ``"m1.q3"``.
        *answer: as for `check`.
        **answers: as for `check`.
    """
    request = Request(item, answer, answers, _names_around(2))
    _with_exercise(item, lambda exercise: counterexample_.shown(exercise, request))


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
    _with_exercise(item, lambda exercise: helping.hint(exercise, number))


def solution(item: str) -> None:
    """Show one right answer, and remember that it was shown.

    An edition of the course may withhold it: until an answer passes, until a deadline, or for good.
    """
    _with_exercise(item, helping.solution)


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


def predict(item: str, *guesses: Any, **named: Any) -> None:
    """Keep a guess, made before the cell that it is about is run.

    Args:
        item: the prediction's id, such as ``"m1.p1"``.
        *guesses: what you expect, in the order asked.
        **named: the same by name. A guess may be changed until `prediction` has read it.
    """
    _show(predicting.verdict_on(item, guesses, named), raises=strict_.in_force())


def prediction(item: str) -> dict[str, float | str | bool] | None:
    """Give back what was predicted, to be set beside what came of it.

    Returns:
        The guesses by the names asked; None if there are none. Nothing is shown.
    """
    return predicting.read_back(item)


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


def note(module: str, text: str) -> None:
    """Keep a sentence about a module beside the receipts; it is not graded.

    Args:
        module: such as ``"m1"``.
        text: what you want to remember, at most 8,000 characters.
    """
    display.show(notes.card(module, text))


def export(target: Any = None) -> None:
    """Write receipts, answers and notes to hand over, and show a short code of the outcomes.

    Args:
        target: ``"receipts.json"``, ``"receipts.zip"`` or a folder; without one only the code
            is shown. Only an earlier export is ever overwritten.
    """
    display.show(export_.card(target))


def learner(name: str | None = None) -> None:
    """Choose the pseudonym that receipts are written under, or show it.

    Args:
        name: 1 to 40 characters. `DEVICELAB_LEARNER` goes before it.
    """
    display.show(learner_.card(name))


def explain(problem: Any = None) -> None:
    """Show what an error or a warning of torch's means, and what to try.

    Args:
        problem: the text, the exception or the warning; without one, the last error here.
    """
    display.show(explained.explanation_card(problem))


def doctor() -> None:
    """Show which device this kernel has, why, and its memory limits; torch is never imported for it.

    On a Mac the system is asked about the GPU, which takes a third of a second the first time.
    """
    display.show(explained.doctor_card())


def trust() -> None:
    """Compare this kernel's accelerator with the CPU on shapes of known silent faults, and show it.

    Takes under a second on an accelerator; torch is imported if it was not.
    """
    display.show(trusted.card())
