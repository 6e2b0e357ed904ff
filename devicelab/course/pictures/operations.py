"""A table of operations: native, fallback or missing on one device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture

_MARKS = {"native": ("●", BLUE), "fallback": ("◐", ORANGE), "unsupported": ("○", GREY)}


def operations(found: Mapping[str, str], where: str) -> Picture:
    """Draw operations in two columns with their status.

    Args:
        found: status by operation.
        where: the device, as a sentence would name it.
    """
    lines = [f"{op}: {status}" for op, status in found.items()]
    half = (len(found) + 1) // 2

    def draw(axes: Any) -> None:
        for n, (op, status) in enumerate(found.items()):
            x, y = 0.5 * (n // half), 1 - (n % half + 0.5) / half
            mark, colour = _MARKS.get(status, ("?", GREY))
            axes.text(x + 0.02, y, mark, color=colour, va="center", fontsize=11)
            axes.text(x + 0.07, y, f"{op}: {status}", color=colour, va="center", fontsize=9.5)

    alt = f"{len(found)} operations on {where}: " + ", ".join(
        f"{list(found.values()).count(s)} {s}" for s in dict.fromkeys(found.values())
    )
    return Picture(f"{alt}.", lines, draw, (7, 0.3 * half + 0.3), bare=True)
