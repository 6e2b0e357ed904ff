"""Sentences with their places filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Command:
    """What can be copied: lines for a notebook cell, or for a terminal."""

    place: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Words:
    """What was seen, what it means, what to do (or None)."""

    what: str
    why: str
    act: str | None
    command: Command | None


def filled(entry: Any, args: Sequence[str]) -> Words:
    """Return the words of an entry of ``protocol/texts.json``, with ``%1`` and on replaced."""
    command, act = entry["command"], entry["act"]
    return Words(
        what=_fill(entry["what"], args),
        why=_fill(entry["why"], args),
        act=None if act is None else _fill(act, args),
        command=command and Command(command["place"], tuple(command["lines"])),
    )


def _fill(text: str, args: Sequence[str]) -> str:
    # In one pass, so that a place inside an argument stays as it is.
    return _PLACE.sub(lambda place: args[int(place[1]) - 1], text)
