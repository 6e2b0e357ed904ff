"""Which lines a device refused, beside what was predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture

_WORDS = {True: "raises", False: "works", None: "not run"}
_COLOURS = {True: ORANGE, False: BLUE, None: GREY}


def refusals(
    seen: Sequence[tuple[str, str, bool | None]], guesses: Mapping[str, Any] | None, where: str
) -> Picture:
    """Set out lines of code with what they did and what was predicted of each.

    Args:
        seen: (name, line of code, whether it raised; None where it was not run).
        guesses: what was predicted, by name; None where nothing was.
        where: the machine, as a sentence would name it.
    """
    rows = [(code, raised, (guesses or {}).get(name)) for name, code, raised in seen]
    lines = [
        f"{code}: {_WORDS[raised]}" + ("" if guess is None else f" (predicted: {_WORDS[guess]})")
        for code, raised, guess in rows
    ]

    def draw(axes: Any) -> None:
        step = 1 / (len(rows) + 1)
        for x, label in ((0.0, f"on {where}"), (0.62, "it"), (0.8, "you said")):
            axes.text(x, 1 - step / 2, label, color=GREY, fontsize=9, va="center")
        for n, (code, raised, guess) in enumerate(rows, start=1):
            y = 1 - (n + 0.5) * step
            axes.text(0, y, code, color=GREY, fontsize=9.5, va="center", family="monospace")
            axes.text(0.62, y, _WORDS[raised], color=_COLOURS[raised], fontsize=9.5, va="center")
            axes.text(0.8, y, _guess(raised, guess), color=GREY, fontsize=9.5, va="center")

    height = 0.5 + 0.32 * len(rows)
    return Picture(f"Which lines raise on {where}.", lines, draw, (7, height), bare=True)


def _guess(raised: bool | None, guess: bool | None) -> str:
    if guess is None:
        return "nothing"
    return _WORDS[guess] + ("" if raised is None or guess is raised else ", a surprise")
