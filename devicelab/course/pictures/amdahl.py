"""What a faster part makes of the whole, drawn by the learner's own function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from .frame import BLUE, GREY, ORANGE, Picture


def amdahl(
    overall: Callable[[float, float], float],
    part: float,
    claim: tuple[float, float] | None = None,
    mine: tuple[str, float] | None = None,
) -> Picture:
    """Draw the whole job's speed-up over the share that becomes `part` times faster.

    Args:
        overall: (speedup, fraction) → how many times faster the whole is.
        part: the speed-up of the part.
        claim: a published speed-up of the whole, and the share that it needs.
        mine: how a measured ratio is called, and the ratio.
    """
    shares = [n / 200 for n in range(201)]
    curve = [float(overall(part, share)) for share in shares]
    lines = [
        f"{s:4.0%} of the time made faster: {curve[round(200 * s)]:.2f} times overall"
        for s in (0.5, 0.8, 0.9, 1)
    ]
    if claim:
        lines.append(f"{claim[0]:g} times overall needs {claim[1]:.1%} of the time")
    if mine:
        lines.append(f"{mine[0]}: {mine[1]:.2f} times")

    def draw(axes: Any) -> None:
        axes.plot([100 * s for s in shares], curve, color=BLUE, lw=2)
        axes.text(97, 0.96 * max(curve), f"part {part:g}× faster", color=BLUE, ha="right")
        if claim:
            _claim(axes, *claim)
        if mine:
            _mine(axes, *mine)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("share of the old time that is made faster (%)")
        axes.set_ylabel("whole job, times as fast")

    alt = f"The whole job's speed-up if a part of it becomes {part:g} times faster: it rises slowly, and steeply only near 100 %."
    return Picture(alt, lines, draw)


def _claim(axes: Any, whole: float, share: float) -> None:
    axes.plot(100 * share, whole, "o", color=BLUE)
    axes.text(100 * share - 2, whole + 0.2, f"{whole:g}× needs {share:.1%}", color=BLUE, ha="right")


def _mine(axes: Any, name: str, ratio: float) -> None:
    axes.axhline(ratio, color=ORANGE, ls="--", lw=1.5)
    axes.text(0, ratio + 0.12, f"yours, {name}: {ratio:.2f}×", color=ORANGE, va="bottom")


def held(found: Sequence[tuple[float, float]]) -> Picture:
    """Draw points of a function of the share: (share, whole)."""
    lines = [f"{share:.0%}: {whole:.3g} times" for share, whole in found]

    def draw(axes: Any) -> None:
        axes.plot([100 * s for s, _ in found], [w for _, w in found], "o-", color=BLUE)
        axes.set_xlabel("share (%)")
        axes.set_ylabel("times as fast")
        axes.axhline(1, color=GREY, lw=1)

    return Picture("What your `overall` gives for shares from 0 to 100 %.", lines, draw, (6, 2.4))
