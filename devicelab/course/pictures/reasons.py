"""A list of questions asked in order, and where one machine stops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .frame import BLUE, GREY, ORANGE, Picture


def reasons(ladder: Mapping[str, str], mine: str) -> Picture:
    """Draw questions from top to bottom, and the answer at which this machine stops.

    Args:
        ladder: the question behind each answer, by answer, in the order asked.
        mine: this machine's answer.
    """
    lines = [f"{question} {answer}" for answer, question in ladder.items()]

    def draw(axes: Any) -> None:
        step = 1 / len(ladder)
        stopped = False
        for n, (answer, question) in enumerate(ladder.items()):
            y = 1 - (n + 0.5) * step
            here = answer == mine
            colour = ORANGE if here else GREY if stopped else BLUE
            axes.plot(0.03, y, "o", color=colour, ms=9 if here else 6, alpha=1 if here else 0.7)
            axes.text(0.07, y, question, color=colour, va="center", fontsize=9.5)
            said = f"{answer}   ← your machine" if here else answer
            axes.text(0.66, y, said, color=colour, va="center", fontsize=9.5)
            stopped = stopped or here
        axes.plot([0.03, 0.03], [step / 2, 1 - step / 2], color=GREY, lw=1, zorder=0)

    alt = f"{len(ladder)} questions in order; your machine stops at {mine}."
    return Picture(alt, lines, draw, (7, 0.3 * len(ladder) + 0.2), bare=True)
