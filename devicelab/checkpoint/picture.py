"""A verdict's picture: what an exercise draws of the answer just checked, made safe to send.

An exercise declares it with ``@exercise.picture``; any object with `alt`, `lines` and
`png()` will do. Where no matplotlib is, or the drawing is too large, its words remain.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from .blame import named
from .safely import one_line

if TYPE_CHECKING:
    from .exercise import Exercise
    from .trial import Trial

#: Bytes of PNG. A verdict holds it twice, and a notebook keeps every verdict.
CAP = 96 * 1024
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_LINES = 16
_LONGEST_LINE = 120


class Drawable(Protocol):
    """What an exercise gives: one sentence, the same figures as text, and a drawing."""

    @property
    def alt(self) -> str:
        """What the picture shows, in a sentence or two."""

    @property
    def lines(self) -> Sequence[str]:
        """The same figures as text."""

    def png(self) -> bytes | None:
        """Draw it; None where matplotlib is missing."""


@dataclass(frozen=True)
class Picture:
    """A picture as a verdict carries it; `png` is base64, None where only the words are."""

    alt: str
    lines: tuple[str, ...] = ()
    png: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the form of protocol/verdict.schema.json."""
        return {"alt": self.alt, "lines": list(self.lines), "png": self.png}

    @property
    def html(self) -> str:
        """The drawing as an inline image, its words where there is none."""
        if self.png is None:
            words = "\n".join((self.alt, *self.lines))
            return f'<pre style="margin:6px 0">{html.escape(words)}</pre>'
        alt = html.escape(self.alt, quote=True)
        return f'<div style="margin:6px 0"><img alt="{alt}" width="480" src="data:image/png;base64,{self.png}"></div>'


def drawn(exercise: Exercise, trial: Trial, answers: Mapping[str, Any]) -> Picture | None:
    """Draw what an exercise declares; a picture that breaks must not change what was found."""
    try:
        made = exercise.drawn(trial, answers)
        return taken(made) if made else None
    except Exception as error:  # noqa: BLE001 - see above; the bank's self-test finds it
        trial.faults.append(f"its picture stopped with {named(error)}")
        return None


def taken(made: Drawable) -> Picture:
    """Make what an exercise drew safe to send: capped, printable, a PNG or none."""
    lines = tuple(_line(text) for text in list(made.lines)[:_MOST_LINES])
    return Picture(one_line(made.alt, 500), lines, _encoded(made.png()))


def _line(text: str) -> str:
    # Columns are kept: only what can't be printed goes.
    return "".join(c if c.isprintable() else " " for c in text[:_LONGEST_LINE]).rstrip()


def _encoded(png: bytes | None) -> str | None:
    if not png or len(png) > CAP or not png.startswith(_SIGNATURE):
        return None
    return base64.b64encode(png).decode("ascii")
