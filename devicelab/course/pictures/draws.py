"""Two lists of random numbers against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture

Pairs = tuple[str, Sequence[float], Sequence[float]]


def draws(same: Pairs, other: Pairs) -> Picture:
    """Draw pairs of numbers as points: on the diagonal they are the same.

    Args:
        same: name, numbers, and the numbers they should equal.
        other: name, numbers, and numbers of another stream.
    """
    rows = ((same, BLUE, "o", 4), (other, ORANGE, "x", 5))
    lines = [f"{name}: {_equal(a, b)} of {len(a)} numbers equal" for name, a, b in (same, other)]

    def draw(axes: Any) -> None:
        axes.plot([-3, 3], [-3, 3], color=GREY, lw=1)
        for (name, a, b), colour, mark, size in rows:
            axes.plot(a, b, mark, color=colour, ms=size, alpha=0.75, ls="none", label=name)
        axes.text(-3.2, 2.6, same[0], color=BLUE, fontsize=9)
        axes.text(-3.2, 2.1, other[0], color=ORANGE, fontsize=9)
        axes.set_xlim(-3.3, 3.3)
        axes.set_ylim(-3.3, 3.3)
        axes.set_xlabel("first")
        axes.set_ylabel("second")

    return Picture("Random numbers of two calls against each other.", lines, draw, (4.5, 3.6))


def _equal(a: Sequence[float], b: Sequence[float]) -> int:
    return sum(x == y for x, y in zip(a, b))
