"""Where a job could run: its hours against the deadline, its memory against what there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture

_LOCAL = (("accelerator", "hours_accelerator", "budget_gib"), ("cpu", "hours_cpu", "ram_gib"))


def places(job: Mapping[str, Any], chosen: str) -> Picture:
    """Draw a job of m1.q7: hours on each device of this machine, the deadline, and what was chosen."""
    rows = [
        (name, float(job[hours]), float(job[room]))
        for name, hours, room in _LOCAL
        if job[hours] is not None
    ]
    peak, deadline = float(job["peak_gib"]), float(job["deadline_h"])
    lines = [f"{n}: {h:.3g} h, {peak:.3g} of {room:.3g} GiB" for n, h, room in rows]

    def draw(axes: Any) -> None:
        for n, (name, hours, room) in enumerate(rows):
            fits = peak <= room
            axes.barh(n, hours, height=0.5, color=BLUE if name == chosen else GREY, alpha=0.6)
            note = f"  {hours:.3g} h, {'fits' if fits else 'does not fit'} in {room:.3g} GiB"
            axes.text(0, n + 0.33, note, color=GREY, fontsize=8.5)
        axes.axvline(deadline, color=ORANGE, ls="--")
        axes.text(deadline, -0.55, f" deadline {deadline:.3g} h", color=ORANGE, fontsize=8.5)
        axes.set_yticks(range(len(rows)), [name for name, *_ in rows])
        axes.set_ylim(-0.7, len(rows) - 0.3)
        axes.set_xlabel("hours")

    alt = f"Your job belongs here: {chosen}. Deadline {deadline:.3g} hours."
    return Picture(alt, lines, draw, size=(7, 1.2 + 0.6 * len(rows)))
