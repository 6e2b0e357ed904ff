"""A ratio of two times, taken in turns, beside what was predicted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from .frame import BLUE, GREY, ORANGE, Picture


class Timed(Protocol):
    """What `devicelab.course.race` gives."""

    @property
    def name(self) -> str:
        """Such as "mps against cpu"."""

    @property
    def ratio(self) -> float | None:
        """How many times as fast, None where nothing was timed."""

    @property
    def ratios(self) -> Sequence[float]:
        """The same of each pair."""

    @property
    def sentence(self) -> str:
        """All of it in words."""


def raced(timed: Timed, what: str, predicted: float | None = None) -> Picture | None:
    """Draw a race and the guess; nothing where nothing was timed: its sentence has said why."""
    if timed.ratio is None:
        return None
    return ratio(f"{what}, {timed.name}", timed.ratios, timed.ratio, predicted)


def ratio(
    what: str, ratios: Sequence[float], middle: float, predicted: float | None = None
) -> Picture:
    """Draw each pair's ratio, their middle, and the learner's own guess if there is one.

    Args:
        what: such as "cpu ÷ mps, one training step".
        ratios: of the pairs, above 0.
        middle: the ratio that is reported.
        predicted: what the learner expected.
    """
    alt = f"{what}: {middle:.2f} times, single pairs from {min(ratios):.2f} to {max(ratios):.2f}."
    guess = [] if predicted is None else [f"you predicted {predicted:g} times"]

    def draw(axes: Any) -> None:
        axes.axvline(1, color=GREY, lw=1)
        axes.plot(ratios, [0.3] * len(ratios), "o", color=BLUE, alpha=0.5, ms=6)
        axes.plot([middle], [0.3], "D", color=BLUE, ms=9)
        _label(axes, middle, 0.55, f"measured {middle:.2f}×", BLUE)
        if predicted is not None and predicted > 0:
            axes.plot([predicted], [0.3], "v", color=ORANGE, ms=10)
            _label(axes, predicted, 0.85, f"predicted {predicted:g}×", ORANGE)
        _scale(axes, [*ratios, 1.0, *([predicted] if predicted else [])])
        axes.set_xlabel(f"{what} (times as fast; left of 1 is slower)")

    return Picture(alt, guess, draw, size=(7, 1.7))


def _label(axes: Any, x: float, y: float, text: str, colour: str) -> None:
    axes.text(x, y, text, color=colour, ha="center", fontsize=9)


def _scale(axes: Any, values: Sequence[float]) -> None:
    from matplotlib.ticker import FormatStrFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_xlim(min(values) / 1.6, max(values) * 1.6)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FormatStrFormatter("%g"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(0, 1.1)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
