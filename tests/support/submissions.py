"""Submissions of made-up learners: answers of known worth, put into a notebook's starter cells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat

from devicelab.checkpoint import Number, YesNo, bank

#: The modules that are handed out.
MODULES = (1, 2)
#: Exercises without a measurement, by module: on a busy machine the others may say `noisy`, which
#: is excused and counts in full, whatever the answer.
SURE = {1: ("m1.q1", "m1.q3", "m1.q6"), 2: ("m2.q1", "m2.q2", "m2.q6")}


def items(notebook: Any) -> list[str]:
    """The exercises that a notebook has a starter cell for."""
    ids = [cell.id for cell in notebook.cells if cell.id.endswith("-starter")]
    named = [name[: -len("-starter")].replace("-", ".") for name in ids]
    return [name for name in named if ".q" in name]


def guesses(notebook: Any) -> list[str]:
    """The predictions that a notebook has a cell for."""
    ids = [cell.id for cell in notebook.cells if re.fullmatch(r"m\d+-p\d+-starter", cell.id)]
    return [name[: -len("-starter")].replace("-", ".") for name in ids]


def guessed(item: str) -> str:
    """A prediction, filled in: whatever, so long as it is of the kind asked for."""
    asked = bank.prediction(item)
    return f'from devicelab import cp\ncp.predict("{item}", {", ".join(map(_guess, asked.asks))})'


def _guess(ask: Any) -> str:
    if isinstance(ask, Number):
        return f"{ask.name}={min(max(1.0, ask.low), ask.high)}"
    return f"{ask.name}={True if isinstance(ask, YesNo) else ask.options[0]!r}"


def right(item: str) -> str:
    """A right answer that is not the reference."""
    exercise = bank.exercise(item)
    return next(iter(exercise.alternatives.values()), exercise.reference)


def wrong(item: str) -> str:
    """A known mistake."""
    return bank.exercise(item).mistakes[0].example


def starter_of(notebook: Any, item: str) -> Any:
    """The cell that is to hold an answer."""
    name = f"{item.replace('.', '-')}-starter"
    return next(cell for cell in notebook.cells if cell.id == name)


def submission(handed_out: Path, answers: dict[str, str]) -> Any:
    """The notebook that was handed out, with these answers in it."""
    notebook = nbformat.read(handed_out, as_version=4)
    for item, source in answers.items():
        starter_of(notebook, item).source = source
    return notebook
