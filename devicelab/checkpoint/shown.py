"""Which hints, solutions and outcomes of predictions a learner has seen: a ledger beside the receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import ledger
from .folder import home

FILE = "shown.jsonl"
_unsaved: list[dict[str, Any]] = []  # where the folder takes no line, this kernel remembers


@dataclass(frozen=True)
class Shown:
    """What has been shown of one exercise, or of what came of a prediction."""

    hints: int
    solution: bool
    compared: bool = False


def of(item: str) -> Shown:
    """Say what has been shown of an exercise; nothing raises."""
    mine = [e for e in (*_saved(), *_unsaved) if e.get("item") == item]
    return Shown(
        hints=max((_hint_number(e) for e in mine), default=0),
        solution=any(e.get("what") == "solution" for e in mine),
        compared=any(e.get("what") == "compared" for e in mine),
    )


def _hint_number(entry: dict[str, Any]) -> int:
    number = entry.get("n")
    plain = entry.get("what") == "hint" and type(number) is int
    return min(max(number or 0, 0), 20) if plain else 0


def _saved() -> list[dict[str, Any]]:
    try:
        return ledger.read(home() / FILE).entries
    except OSError:
        return []


def remember_hint(item: str, number: int) -> None:
    """Note that hint `number` (from 1) was shown."""
    _remember({"v": 1, "item": item, "what": "hint", "n": number})


def remember_solution(item: str) -> None:
    """Note that the solution was shown."""
    _remember({"v": 1, "item": item, "what": "solution"})


def remember_compared(item: str) -> None:
    """Note that a prediction has been set beside what came of it."""
    if not of(item).compared:
        _remember({"v": 1, "item": item, "what": "compared"})


def _remember(entry: dict[str, Any]) -> None:
    try:
        ledger.append(home() / FILE, lambda _: entry)
    except OSError:
        _unsaved.append(entry)
