"""How long an epoch takes: bars with their intervals, and a published claim beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture

Estimate = tuple[float, float, float]


def epochs(
    found: Mapping[str, Estimate], today: Mapping[str, float], claim: float, note: str = ""
) -> Picture:
    """Draw one bar for each device, in minutes, its 95 % interval, and what the claim would make of the first.

    Args:
        found: (low, mid, high) in minutes by name; the first is the slow one.
        today: minutes with today's disturbances, by the same names.
        claim: how many times faster the published one is said to be.
        note: such as "noisy", written on the picture.
    """
    first = next(iter(found))
    claimed = found[first][1] / claim
    lines = [_said(name, *one, today.get(name)) for name, one in found.items()]
    lines.append(f"{claim:g} times faster than {first} would be {claimed:.3g} minutes")

    def draw(axes: Any) -> None:
        names = list(found)
        for n, name in enumerate(names):
            low, mid, high = found[name]
            axes.barh(n, mid, height=0.5, color=BLUE, alpha=0.55)
            axes.plot([low, high], [n, n], color=BLUE, lw=3)
            if name in today:
                axes.plot([today[name]], [n], "|", color=ORANGE, ms=18, mew=2)
        axes.axvline(claimed, color=GREY, ls="--", lw=1.4)
        axes.text(
            claimed, len(names) - 0.45, f" {claim:g}× faster than {first}", color=GREY, fontsize=8.5
        )
        axes.set_yticks(range(len(names)), names, color=GREY)
        axes.set_ylim(-0.6, len(names) - 0.2)
        axes.set_xlim(left=0)
        axes.set_xlabel(
            "minutes for an epoch of 50,000 pictures; orange: with today's disturbances"
        )
        if note:
            axes.text(
                0.99, 0.02, note, color=ORANGE, ha="right", transform=axes.transAxes, fontsize=9
            )

    alt = "; ".join(lines[:-1]) + (f"; {note}" if note else "")
    return Picture(f"{alt}.", lines[-1:], draw, size=(7, 1.3 + 0.6 * len(found)))


def _said(name: str, low: float, mid: float, high: float, today: float | None) -> str:
    more = f", {today:.3g} with today's disturbances" if today is not None else ""
    return f"{name}: {mid:.3g} minutes (95 %: {low:.3g} to {high:.3g}){more}"


def intervals(found: Mapping[str, Sequence[Estimate]], truth: float) -> Picture:
    """Draw many intervals, and the true value that they should hold.

    Args:
        found: lists of (low, mid, high) by what they were made from, such as "25 steps".
        truth: in the same unit.
    """
    lines = [f"{name}: {_held(many, truth)} of {len(many)} hold it" for name, many in found.items()]
    rows = [(name, one) for name, many in found.items() for one in many]

    def draw(axes: Any) -> None:
        for n, (name, (low, mid, high)) in enumerate(rows):
            colour = BLUE if low <= truth <= high else ORANGE
            axes.plot([n, n], [low, high], color=colour, lw=2)
            axes.plot([n], [mid], "_", color=colour, ms=6)
            if n == 0 or rows[n - 1][0] != name:
                axes.text(n, 1.0, f"from {name}", color=GREY, fontsize=8.5, transform=_above(axes))
        axes.axhline(truth, color=GREY, lw=1, ls="--")
        axes.set_xticks([])
        axes.set_ylabel("minutes")

    return Picture(
        f"Your intervals around a true value of {truth:.3g} minutes.", lines, draw, (7, 2.6)
    )


def _above(axes: Any) -> Any:
    from matplotlib.transforms import blended_transform_factory

    return blended_transform_factory(axes.transData, axes.transAxes)


def _held(many: Sequence[Estimate], truth: float) -> int:
    return sum(low <= truth <= high for low, _, high in many)
