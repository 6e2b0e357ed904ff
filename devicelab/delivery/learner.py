"""The learner variant: prose, starters and checks; no solution, no output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused
from devicelab.delivery.identity import HeadingIds, exercise_cell_id
from devicelab.delivery.leaks import refuse_leaks
from devicelab.delivery.regions import without_solutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devicelab.delivery.bank import Entry
    from devicelab.delivery.source import Source, SourceCell

_CALL = re.compile(r"\bcp\.(?!explain|note|export)\w+\(\s*[\"']([^\"']+)[\"']")


def learner_notebook(source: Source, bank: Mapping[str, Entry], version: str) -> dict[str, Any]:
    """Return ``source`` as a learner notebook, nbformat 4.5.

    Args:
        source: What the author wrote.
        bank: The exercises by id.
        version: The course version to write into the metadata.

    Raises:
        Refused: Unbalanced solution marks, an item that the bank lacks or that comes twice,
            a starter that differs from the bank's, or a solution in the result.
    """
    cells = list(_cells(source, bank))
    _refuse_duplicates(source.name, cells)
    _refuse_unknown(source.name, cells, bank)
    refuse_leaks(source.name, cells, bank)
    return {
        "cells": cells,
        "metadata": {
            "devicelab": {"course_version": version, "module": source.module},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cells(source: Source, bank: Mapping[str, Entry]) -> Iterator[dict[str, Any]]:
    ids = HeadingIds()
    for number, cell in enumerate(source.cells, start=1):
        text = without_solutions(cell.text, f"{source.name}, cell {number}").strip("\n")
        if cell.exercise:
            yield from _exercise(source.name, cell, text, bank)
        elif text.strip():
            yield _cell(cell.kind, ids.next_id(cell.kind, text), text)


def _exercise(
    name: str, cell: SourceCell, text: str, bank: Mapping[str, Entry]
) -> Iterator[dict[str, Any]]:
    """Yield an exercise's three cells: starter, check, and help to uncomment; a prediction's one."""
    item = str(cell.exercise)
    if item not in bank:
        raise Refused(f"{name}: the bank has no exercise {item}.")
    starter = bank[item].starter.strip("\n")
    if text.strip() and text != starter:
        raise Refused(f"{name}: the starter of {item} differs from the bank's; leave it empty.")
    if ".p" in item:  # a prediction is one cell: its call is what is filled in
        yield _cell("code", exercise_cell_id(item, "starter"), starter)
        return
    help_text = f'# cp.hint("{item}")\n# cp.solution("{item}")'
    yield _cell("code", exercise_cell_id(item, "starter"), starter)
    yield _cell("code", exercise_cell_id(item, "check"), f'cp.check("{item}")')
    yield _cell("code", exercise_cell_id(item, "help"), help_text)


def _cell(kind: str, cell_id: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": cell_id, "metadata": {}, "source": text}
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _refuse_duplicates(name: str, cells: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell["id"] in seen:
            raise Refused(f"{name}: '{cell['id']}' comes twice; each exercise has one place.")
        seen.add(cell["id"])


def _refuse_unknown(name: str, cells: list[dict[str, Any]], bank: Mapping[str, Entry]) -> None:
    """Refuse a call such as ``cp.check("m9.q1")`` that no exercise answers."""
    called = (item for cell in cells for item in _CALL.findall(cell["source"]))
    for item in called:
        if item not in bank:
            raise Refused(f"{name}: the text calls {item}, which the bank has not.")
