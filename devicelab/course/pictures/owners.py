"""Who holds tensors in a training step, and on which devices they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture


def owners(found: Mapping[str, Iterable[str]], home: str) -> Picture:
    """Draw a grid of owners and devices, a dot where an owner has tensors.

    Args:
        found: device types by owner, such as ``{"buffers": {"cpu"}}``.
        home: the device on which all of them should be.
    """
    rows = {name: sorted(set(places)) for name, places in found.items()}
    columns = sorted({home, *(p for places in rows.values() for p in places)}, key=_order(home))
    lines = [f"{name}: {', '.join(places) or 'no tensors'}" for name, places in rows.items()]

    def draw(axes: Any) -> None:
        for n, (name, places) in enumerate(rows.items()):
            y = len(rows) - 1 - n
            axes.text(-0.6, y, name, color=GREY, ha="right", va="center", fontsize=9.5)
            for x, column in enumerate(columns):
                there = column in places
                colour = (BLUE if column == home else ORANGE) if there else GREY
                axes.plot(x, y, "o", color=colour, ms=11 if there else 3)
        for x, column in enumerate(columns):
            axes.text(x, len(rows) - 0.35, column, color=GREY, ha="center", fontsize=9.5)
        axes.set_xlim(-4, max(len(columns), 3))
        axes.set_ylim(-0.6, len(rows))

    stray = [name for name, places in rows.items() if set(places) - {home}]
    alt = f"All tensors are on {home}." if not stray else f"Not all on {home}: {', '.join(stray)}."
    return Picture(alt, lines, draw, (6, 2.4), bare=True)


def _order(home: str) -> Any:
    return lambda name: (name != home, name)
