"""Losses of the same training on several devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .frame import BLUE, GREEN, ORANGE, Picture

_COLOURS = (BLUE, ORANGE, GREEN)


def losses(curves: Mapping[str, Sequence[float]]) -> Picture:
    """Draw one line for each device: loss over steps.

    Args:
        curves: losses step by step, by the device's name; lines end where theirs end.
    """
    lines = [
        f"{name}: from {c[0]:.2f} to {c[-1]:.3f} in {len(c)} steps"
        for name, c in curves.items()
        if c
    ]

    def draw(axes: Any) -> None:
        for n, (name, curve) in enumerate(curves.items()):
            colour = _COLOURS[n % len(_COLOURS)]
            steps = range(1, len(curve) + 1)
            axes.plot(steps, curve, color=colour, lw=2, ls=("-", "--", ":")[n % 3])
            if curve:
                # On the curve: what is named beyond its end is outside the axes, and not drawn.
                at = min(max(0, len(curve) // 5 - 1 + 4 * n), len(curve) - 1)
                axes.annotate(
                    name,
                    (at + 1, curve[at]),
                    (10, 14),
                    textcoords="offset points",
                    color=colour,
                )
        axes.set_ylim(bottom=0)
        axes.set_xlabel("step")
        axes.set_ylabel("loss")

    return Picture("The loss of one training on each device.", lines, draw, (7, 2.8))
