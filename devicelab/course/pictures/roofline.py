"""The roofline: what a machine can do, over how much arithmetic there is for each byte."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import cycle
from typing import Any

from .frame import BLUE, GREEN, GREY, ORANGE, Picture

Roofline = Mapping[str, Any]
_COLOURS = (BLUE, ORANGE, GREEN)
# In points: above a roof, from one label to the next, and about the height of the axes.
_GAP, _LINE, _TALL = 6, 13, 200


def rooflines(found: Mapping[str, Roofline]) -> Picture:
    """Draw rooflines as m1.q4 gives them, log-log, with each ridge and each product's point.

    Args:
        found: by name, such as "cpu" and "mps".
    """
    alt = "; ".join(_said(name, one) for name, one in found.items())
    lines = [line for name, one in found.items() for line in _figures(name, one)]

    def draw(axes: Any) -> None:
        axes.set_xscale("log")
        axes.set_yscale("log")
        for one, colour in zip(found.values(), cycle(_COLOURS)):
            _one(axes, one, colour)
        _labels(axes, found)
        axes.set_xlabel("arithmetic intensity (FLOP per byte)")
        axes.set_ylabel("GFLOP/s")

    return Picture(f"{alt}.", lines, draw)


def _said(name: str, one: Roofline) -> str:
    best, memory = max(one["gflops"].values()), one["gbs"][max(one["gbs"])]
    return f"{name}: at best {best:.3g} GFLOP/s and {memory:.3g} GB/s, ridge at {one['ridge']:.3g} FLOP per byte"


def _figures(name: str, one: Roofline) -> list[str]:
    products = ", ".join(f"{n}: {g:.3g}" for n, g in one["gflops"].items())
    copies = ", ".join(f"{m}: {g:.3g}" for m, g in one["gbs"].items())
    return [f"{name}, GFLOP/s by n: {products}", f"{name}, GB/s by MiB: {copies}"]


def _labels(axes: Any, found: Mapping[str, Roofline]) -> None:
    """Write above each roof what it is; where two roofs are close, one label above the other."""
    low, high = axes.get_ylim()
    free = 0.0
    named = zip(found.items(), cycle(_COLOURS))
    for (name, one), colour in sorted(named, key=lambda row: _best(row[0][1])):
        roof = _TALL * math.log(_best(one) / low) / math.log(high / low)
        above = max(roof + _GAP, free)
        free = above + _LINE
        said = f"{name}: {one['gbs'][max(one['gbs'])]:.3g} GB/s, ridge {one['ridge']:.3g}"
        axes.annotate(
            said,
            (1000, _best(one)),
            (0, above - roof),
            textcoords="offset points",
            color=colour,
            ha="right",
            fontsize=9,
        )


def _best(one: Roofline) -> float:
    return float(max(one["gflops"].values()))


def _one(axes: Any, one: Roofline, colour: str) -> None:
    best, memory, ridge = max(one["gflops"].values()), one["gbs"][max(one["gbs"])], one["ridge"]
    axes.plot([0.1, ridge, 1000], [0.1 * memory, best, best], color=colour, lw=2)
    axes.plot([ridge], [best], "D", color=colour, ms=7)
    # An n×n product reads two matrices and writes one: 2n³ FLOP for 12n² bytes.
    axes.plot(
        [size / 6 for size in one["gflops"]], list(one["gflops"].values()), "o", color=colour, ms=4
    )
    axes.margins(y=0.18)
    axes.axvline(ridge, color=GREY, lw=0.6, ls=":")
