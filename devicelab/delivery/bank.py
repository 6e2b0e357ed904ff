"""What delivery needs to know of an exercise, and where it comes from."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from devicelab.checkpoint.exercise import Exercise
    from devicelab.checkpoint.prediction import Prediction


@dataclass(frozen=True)
class Entry:
    """One exercise as a notebook sees it: what to print, and what must never be printed.

    Attributes:
        title: a few words, without the id.
        starter: source of the untouched cell.
        solutions: every right answer that the bank holds, the reference first.
        hidden: the exercise's own files, where its tests are; each as its whole text.
        needs: the names that a learner defines.
        points: what passing is worth.
        device_free: whether no accelerator takes part in it.
        where: its file, as an error names it.
    """

    title: str
    starter: str
    solutions: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    points: float = 1.0
    device_free: bool = True
    where: str = ""

    @property
    def reference(self) -> str:
        """The right answer that is shown when one is asked for."""
        return self.solutions[0] if self.solutions else ""


def entries() -> dict[str, Entry]:
    """Return the course's exercises and predictions by id.

    Raises:
        Refused: The file of one can't be imported or declares another id.
    """
    from devicelab.checkpoint import bank
    from devicelab.checkpoint.errors import ExerciseUnreadable

    made: dict[str, Entry] = {}
    for item in bank.everything():
        try:
            guess = bank.is_prediction(item)
            made[item] = _guess(bank.prediction(item)) if guess else _entry(bank.exercise(item))
        except ExerciseUnreadable as error:
            raise Refused(f"{_file(item)}:1: {error}.") from error
    return made


def _guess(asked: Prediction) -> Entry:
    return Entry(asked.title, asked.starter, points=float(asked.points), where=str(_file(asked.id)))


def _entry(exercise: Exercise) -> Entry:
    own = _file(exercise.id)
    beside = sorted(own.parent.glob(f"{own.stem}_*.py"))
    return Entry(
        exercise.title,
        exercise.starter,
        (exercise.reference, *exercise.alternatives.values()),
        hidden=tuple(path.read_text(encoding="utf-8") for path in (own, *beside)),
        needs=exercise.needs,
        points=float(exercise.points),
        device_free=exercise.device_free,
        where=str(own),
    )


def _file(item: str) -> Path:
    """Return the file of an exercise, whether or not it can be imported."""
    from devicelab.checkpoint import bank

    package = Path(next(iter(importlib.import_module(bank.PACKAGE).__path__)))
    module, _, name = item.partition(".")
    return package / module / f"{name}.py"
