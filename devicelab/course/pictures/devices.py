"""One program and the kinds of device it may meet."""

from __future__ import annotations

from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture, box

_KINDS = {
    "cpu": "cpu\nevery machine",
    "cuda": "cuda\nan NVIDIA GPU",
    "mps": "mps\nthe GPU of a Mac",
}


def devices(here: str) -> Picture:
    """Draw one program above three kinds of device; the one that is `here` stands out.

    Args:
        here: a device's type, such as ``"cpu"``.
    """
    lines = [label.replace("\n", ": ") for label in _KINDS.values()]

    def draw(axes: Any) -> None:
        box(axes, (0.3, 0.62, 0.4, 0.34), "your program", colour=GREY)
        for n, (kind, label) in enumerate(_KINDS.items()):
            colour = ORANGE if kind == here else BLUE
            left = n / 3 + 0.02
            said = f"{label}\nhere" if kind == here else label
            box(axes, (left, 0.02, 0.293, 0.42), said, colour=colour, dashed=kind != here)
            axes.plot([0.5, left + 0.147], [0.63, 0.43], color=GREY, lw=1.2)

    return Picture(
        f"One program, three kinds of device; this machine's is {here}.",
        lines,
        draw,
        (7, 2.0),
        bare=True,
    )
