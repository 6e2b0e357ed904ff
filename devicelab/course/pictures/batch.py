"""What a batch weighs, before and after it was moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture


def batch(before: Mapping[str, Any], after: Mapping[str, Any]) -> Picture:
    """Draw the bytes of each tensor before and after, with its dtype.

    Args:
        before: tensors by name.
        after: tensors by the same names.
    """
    rows = [(name, before[name], after[name]) for name in before]
    lines = [f"{name}: {_said(old)} → {_said(new)}" for name, old, new in rows]

    def draw(axes: Any) -> None:
        for n, (_, old, new) in enumerate(rows):
            for at, tensor, colour in ((n + 0.18, old, GREY), (n - 0.18, new, _colour(old, new))):
                axes.barh(at, tensor.nbytes, height=0.32, color=colour, alpha=0.6)
                axes.text(
                    tensor.nbytes, at, f"  {_said(tensor)}", color=colour, va="center", fontsize=8.5
                )
        axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
        axes.set_xlim(0, 1.6 * max(old.nbytes for _, old, _ in rows))
        axes.set_xlabel("bytes; above: before, below: after the move")

    return Picture(
        "Each tensor of a batch before and after.", lines, draw, (7, 0.8 + 0.6 * len(rows))
    )


def _said(tensor: Any) -> str:
    return (
        f"{str(tensor.dtype).removeprefix('torch.')}, {tensor.nbytes} bytes on {tensor.device.type}"
    )


def _colour(old: Any, new: Any) -> str:
    return ORANGE if old.dtype != new.dtype else BLUE
