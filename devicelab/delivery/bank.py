"""What delivery needs to know of an exercise, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One exercise as a notebook sees it: what to print, and what must never be printed."""

    title: str
    starter: str
    solutions: tuple[str, ...] = ()


def entries() -> dict[str, Entry]:
    """Return the course's exercises and predictions by id."""
    from devicelab.checkpoint import bank

    exercises = {
        one.id: Entry(one.title, one.starter, (one.reference, *one.alternatives.values()))
        for one in bank.exercises()
    }
    guesses = (bank.prediction(item) for item in bank.predictions())
    return {**exercises, **{one.id: Entry(one.title, one.starter) for one in guesses}}
