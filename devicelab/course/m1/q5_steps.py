"""Lists of step times for m1.q5, drawn once for all: what undisturbed steps take is known."""

from __future__ import annotations

import math
import random
import statistics
from functools import lru_cache

from devicelab.measure import bootstrap_median

#: Median of an undisturbed step, in seconds.
TRUE = 1.0
SHORT, LONG = 25, 100
_SEED = 20_26
_DISTURBED = 0.05  # share of steps that something else holds up
_SPREAD = 0.15  # of the logarithm of an undisturbed step


def drawn(count: int, length: int) -> list[list[float]]:
    """Return `count` lists: a slow first step, then `length` steps, a few of them disturbed."""
    draw = random.Random(_SEED + length)  # noqa: S311 - inputs, not secrets
    return [[8.0, *(_step(draw) for _ in range(length))] for _ in range(count)]


def _step(draw: random.Random) -> float:
    held_up = 3.0 if draw.random() < _DISTURBED else 1.0
    return TRUE * held_up * draw.lognormvariate(0, _SPREAD)


def steps(batch: int, n: int) -> int:
    """Return how many steps an epoch has; the last batch may be smaller."""
    return math.ceil(n / batch)


def middle(times: list[float], batch: int, n: int) -> float:
    """Return the minutes of an epoch of usual steps, the first left out."""
    return steps(batch, n) * statistics.median(times[1:]) / 60


@lru_cache(maxsize=1)
def usual_width() -> float:
    """Return the mean width, in seconds, of the bootstrap's interval for a short list."""
    lists = drawn(30, SHORT)
    ends = [bootstrap_median(times[1:]) for times in lists]
    return statistics.mean(high - low for low, high in ends)
