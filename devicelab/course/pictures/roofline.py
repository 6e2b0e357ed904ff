"""The roofline: what a machine can do, over how much arithmetic there is for each byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .frame import BLUE, GREEN, GREY, ORANGE, Picture

Roofline = Mapping[str, Any]
_COLOURS = (BLUE, ORANGE, GREEN)


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
        for n, (name, one) in enumerate(found.items()):
            _one(axes, name, one, n)
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


def _one(axes: Any, name: str, one: Roofline, n: int) -> None:
    colour = _COLOURS[n % 3]
    best, memory, ridge = max(one["gflops"].values()), one["gbs"][max(one["gbs"])], one["ridge"]
    axes.plot([0.1, ridge, 1000], [0.1 * memory, best, best], color=colour, lw=2)
    axes.plot([ridge], [best], "D", color=colour, ms=7)
    axes.text(
        1000,
        best * 1.15,
        f"{name}: {memory:.3g} GB/s, ridge {ridge:.3g}",
        color=colour,
        ha="right",
        fontsize=9,
    )
    # An n×n product reads two matrices and writes one: 2n³ FLOP for 12n² bytes.
    axes.plot(
        [size / 6 for size in one["gflops"]], list(one["gflops"].values()), "o", color=colour, ms=4
    )
    axes.margins(y=0.18)
    axes.axvline(ridge, color=GREY, lw=0.6, ls=":")
