"""The commands of docs/instructors.md, for the tests that run them as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[2] / "docs" / "instructors.md"
_SECTION = re.compile(r"^##+ (.+)$", re.MULTILINE)
_BLOCK = re.compile(
    r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<kind>sh|python)\n(?P<text>.*?)```", re.DOTALL
)


class Block(NamedTuple):
    """A block of commands or of Python: the heading it stands under, what its mark says, its text."""

    heading: str
    mark: str
    kind: str
    text: str


def blocks() -> list[Block]:
    """All blocks of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    heads = [(m.start(), m[1]) for m in _SECTION.finditer(text)]
    found = []
    for match in _BLOCK.finditer(text):
        heading = [name for at, name in heads if at < match.start()][-1]
        found.append(Block(heading, match["mark"] or "", match["kind"], match["text"]))
    return found


def block(heading: str, kind: str = "sh") -> str:
    """The first block under a heading, as it stands."""
    return next(b.text for b in blocks() if (b.heading, b.kind) == (heading, kind))


def parts(heading: str) -> list[str]:
    """The commands under a heading, cut where a comment says that somebody else has to act."""
    return re.split(r"^# .*\n", block(heading), flags=re.MULTILINE)


def of_module(text: str, number: int) -> str:
    """The same commands for another module."""
    return text.replace("--modules 1", f"--modules {number}").replace("module1", f"module{number}")
