"""A source laid beside the bank: the cells of a notebook before a variant gives them a form.

Every fault of an author's that can be seen without running anything is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from devicelab.delivery.errors import Refused
from devicelab.delivery.identity import HeadingIds
from devicelab.delivery.regions import without_solutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devicelab.delivery.bank import Entry
    from devicelab.delivery.source import Source, SourceCell

_CALL = re.compile(r"\bcp\.(?!explain|note|export)(\w+)\(\s*[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Text:
    """A cell that is the same in every variant."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Task:
    """The place of an exercise or a prediction."""

    item: str
    entry: Entry

    @property
    def is_prediction(self) -> bool:
        """Whether it is a guess, which is one call and has no check."""
        return ".p" in self.item


Part = Union[Text, Task]


@dataclass(frozen=True)
class Outline:
    """One notebook: its file's stem, its module, and its parts in order."""

    name: str
    module: str
    parts: tuple[Part, ...]

    @property
    def tasks(self) -> list[Task]:
        """The exercises and predictions in order."""
        return [part for part in self.parts if isinstance(part, Task)]


def outline(source: Source, bank: Mapping[str, Entry]) -> Outline:
    """Lay a source beside the bank.

    Raises:
        Refused: Unbalanced solution marks, an item that the bank lacks, that comes twice or
            has no place, or a starter that differs from the bank's. The text begins with file and line.
    """
    _refuse_duplicates(source)
    _refuse_unknown(source, bank)
    parts = tuple(_parts(source, bank))
    _refuse_homeless(source, bank)
    return Outline(source.name, source.module, parts)


def _parts(source: Source, bank: Mapping[str, Entry]) -> Iterator[Part]:
    ids = HeadingIds()
    for cell in source.cells:
        text = _stripped(source, cell)
        if cell.exercise:
            yield _task(source, cell, text, bank)
        elif text.strip():
            yield Text(cell.kind, ids.next_id(cell.kind, text), text)


def _stripped(source: Source, cell: SourceCell) -> str:
    return without_solutions(cell.text, lambda number: source.where(cell, number)).strip("\n")


def _task(source: Source, cell: SourceCell, text: str, bank: Mapping[str, Entry]) -> Task:
    item = str(cell.exercise)
    if item not in bank:
        raise Refused(f"{source.where(cell)}: the bank has no exercise {item}.")
    if text.strip() and text != bank[item].starter.strip("\n"):
        raise Refused(
            f"{source.where(cell, 1)}: the starter of {item} differs from the bank's; leave it empty."
        )
    return Task(item, bank[item])


def _refuse_duplicates(source: Source) -> None:
    seen: dict[str, SourceCell] = {}
    for cell in source.cells:
        if not cell.exercise:
            continue
        if cell.exercise in seen:
            raise Refused(
                f"{source.where(cell)}: {cell.exercise} comes twice (first in line "
                f"{seen[cell.exercise].line}); each exercise has one place."
            )
        seen[cell.exercise] = cell


def _refuse_unknown(source: Source, bank: Mapping[str, Entry]) -> None:
    """Refuse a call such as ``cp.check("m9.q1")`` that no exercise answers."""
    for cell in source.cells:
        for call in _CALL.finditer(cell.text):
            item = call.group(2)
            if item not in bank:
                below = cell.text.count("\n", 0, call.start()) + 1
                raise Refused(
                    f"{source.where(cell, below)}: the text calls {item}, which the bank has not."
                )


def _refuse_homeless(source: Source, bank: Mapping[str, Entry]) -> None:
    """Refuse a module of whose exercises one has no cell."""
    placed = {cell.exercise for cell in source.cells if cell.exercise}
    called = {call.group(2) for cell in source.cells for call in _CALL.finditer(cell.text)}
    for item, entry in bank.items():
        if item.startswith(f"{source.module}.") and item not in placed | called:
            raise Refused(
                f"{entry.where or item}:1: {item} has no cell in {source.path or source.name}; "
                f'put # %% exercise="{item}" where it belongs.'
            )
