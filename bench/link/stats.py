"""Medians and intervals, without a library."""

from __future__ import annotations

import random
import statistics

RESAMPLES = 4000


def bootstrap(values: list[float], seed: int = 1) -> tuple[float, float]:
    """The 95 % bootstrap interval of the median of `values`."""
    draw = random.Random(seed)
    medians = sorted(
        statistics.median(draw.choices(values, k=len(values))) for _ in range(RESAMPLES)
    )
    return medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975) - 1]


def interval(values: list[float], digits: int = 3) -> str:
    """The bootstrap interval of the median, as text."""
    low, high = bootstrap(values)
    return f"95 %: {low:.{digits}f} to {high:.{digits}f}"


def spread(values: list[float], digits: int = 2) -> str:
    """Lowest and highest, as text."""
    return f"{min(values):.{digits}f} to {max(values):.{digits}f}"
