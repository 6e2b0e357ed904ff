"""Names of cells that stay the same from build to build.

Percent sources hold no cell ids. Ids drawn at random would make each build a difference,
so they come from what a cell is: its exercise and part, or the heading above and a count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# nbformat 4.5 allows 64 characters; the rest is for "-" and the count.
_SLUG_LENGTH = 56
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


def exercise_cell_id(item: str, part: str) -> str:
    """Return the id of one part of an exercise: ``m1-q1-check``."""
    return f"{item.replace('.', '-')}-{part}"


def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words with hyphens, or ``cell`` when none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or "cell"


class HeadingIds:
    """Numbers the cells below each heading."""

    def __init__(self) -> None:
        """Start above the first heading."""
        self._slug = "start"
        self._count: Counter[str] = Counter()

    def next_id(self, kind: str, source: str) -> str:
        """Return the id of the next cell, which may bring a heading of its own."""
        heading = _HEADING.search(source) if kind == "markdown" else None
        if heading:
            self._slug = slug(heading.group(1))
        self._count[self._slug] += 1
        return f"{self._slug}-{self._count[self._slug]}"
