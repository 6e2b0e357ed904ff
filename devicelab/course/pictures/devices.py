"""One program and the kinds of device it may meet."""

from __future__ import annotations

from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture, box

_KINDS = {
    "cpu": "cpu\nevery machine",
    "cuda": "cuda\nan NVIDIA GPU",
    "mps": "mps\nthe GPU of a Mac",
}
_COUNTS = {3: "three", 4: "four"}


def devices(here: str) -> Picture:
    """Draw one program above the kinds of device; the one that is `here` stands out.

    Args:
        here: a device's type, such as ``"cpu"``.
    """
    kinds = {here: here, **_KINDS} if here not in _KINDS else _KINDS
    lines = [label.replace("\n", ": ") for label in kinds.values()]
    width = 1 / len(kinds)

    def draw(axes: Any) -> None:
        box(axes, (0.3, 0.62, 0.4, 0.34), "your program", colour=GREY)
        for n, (kind, label) in enumerate(kinds.items()):
            colour = ORANGE if kind == here else BLUE
            left = n * width + 0.02
            said = f"{label}\nhere" if kind == here else label
            box(axes, (left, 0.02, width - 0.04, 0.42), said, colour=colour, dashed=kind != here)
            axes.plot([0.5, left + width / 2 - 0.02], [0.63, 0.43], color=GREY, lw=1.2)

    return Picture(
        f"One program, {_COUNTS[len(kinds)]} kinds of device; this machine's is {here}.",
        lines,
        draw,
        (7, 2.0),
        bare=True,
    )
