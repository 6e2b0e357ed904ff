"""How far a learner is: a view of the receipts, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import bank, display, receipts
from .errors import ExerciseUnreadable
from .verdict import DONE, SIMULATED, WORDS, said

BEST_FIRST = (
    "passed",
    "passed_cpu",
    "failed",
    "error",
    "noisy",
    "skipped",
    "broken",
    "unattempted",
)


@dataclass(frozen=True)
class Row:
    """One exercise or prediction: its best outcome so far (`unattempted` if none) and its attempts."""

    item: str
    title: str
    outcome: str
    attempts: int
    minutes: int
    simulated: bool = False
    """It has passed on a simulated Mac only."""

    @property
    def done(self) -> bool:
        """Whether it has ever passed: done stays done."""
        return self.outcome in DONE


def rows() -> tuple[list[Row], list[str]]:
    """Read the progress.

    Returns:
        A row for each exercise in the order of the course, and a sentence for each
        thing wrong with the receipts or the bank.
    """
    kept, problems = receipts.read()
    made: list[Row] = []
    for item in bank.everything():
        try:
            asked = bank.prediction(item) if bank.is_prediction(item) else bank.exercise(item)
            made.append(_row(asked, [r for r in kept if r["item"] == item]))
        except ExerciseUnreadable as error:
            problems.append(f"{error}.")
    return made, problems


def is_simulated(receipt: Mapping[str, Any]) -> bool:
    """Whether it tells of a pass on a simulated Mac; one on the CPU says so by itself."""
    return bool(receipt["sim"]) and receipt["outcome"] == "passed"


def best_of(kept: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Give each item's best receipt: the newest of the same rank, a real device before a simulated one."""
    best: dict[str, Mapping[str, Any]] = {}
    for receipt in kept:
        known = best.get(receipt["item"])
        if known is None or _rank(receipt) <= _rank(known):
            best[receipt["item"]] = receipt
    return best


def _rank(receipt: Mapping[str, Any]) -> tuple[int, bool]:
    return BEST_FIRST.index(receipt["outcome"]), is_simulated(receipt)


def outcomes() -> list[dict[str, Any]]:
    """Give each item's best outcome and the device of it, from the receipts alone."""
    return [
        {
            "item": item,
            "outcome": receipt["outcome"],
            "device": receipt["device"]["type"],
            "sim": is_simulated(receipt),
        }
        for item, receipt in best_of(receipts.read()[0]).items()
    ]


def _row(exercise: Any, kept: list[dict[str, Any]]) -> Row:
    best = best_of(kept).get(exercise.id)
    outcome = best["outcome"] if best else BEST_FIRST[-1]
    simulated = best is not None and is_simulated(best)
    return Row(exercise.id, exercise.title, outcome, len(kept), exercise.minutes, simulated)


def bundle(made: list[Row], problems: list[str]) -> dict[str, str]:
    """Give the progress as text and as a small table."""
    title = _title(made)
    cells = [_cells(row) for row in made]
    text = [title, *("  ".join(_padded(c)).rstrip() for c in cells), *problems]
    notes = "".join(f"<div>{display.inline(p)}</div>" for p in problems)
    head = f'<div style="font-weight:600">{title}</div>'
    return {
        "text/plain": "\n".join(text),
        "text/html": display.card(display.NEUTRAL, head, display.table(cells), notes),
    }


def _title(made: list[Row]) -> str:
    guesses = [row.done for row in made if ".p" in row.item]
    exercises = [row.done for row in made if ".q" in row.item]
    title = f"{sum(exercises)} of {len(exercises)} exercises done"
    return f"{title}, {sum(guesses)} of {len(guesses)} predictions made" if guesses else title


def _cells(row: Row) -> tuple[str, str, str, str]:
    glyph, word = WORDS[row.outcome][0], said(row.item, row.outcome)
    word = f"{word} on {SIMULATED}" if row.simulated and not bank.is_prediction(row.item) else word
    tries = "attempt" if row.attempts == 1 else "attempts"
    return row.item, row.title, f"{glyph} {word}", f"{row.attempts} {tries}" if row.attempts else ""


def _padded(cells: tuple[str, str, str, str]) -> list[str]:
    return [cells[0].ljust(6), cells[1].ljust(32), cells[2].ljust(28), cells[3]]
