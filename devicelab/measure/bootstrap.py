"""How sure a figure is: the bootstrap, and how widely its readings are spread.

The bootstrap draws from the readings again and again, with replacement, and looks
how much the figure moves (B. Efron, *Bootstrap Methods: Another Look at the
Jackknife*, Annals of Statistics 7, 1979). The interval is the percentile one.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Callable, TypeVar

Item = TypeVar("Item")

RESAMPLES = 1000
_OUTSIDE = 0.05


def bootstrap(
    items: Sequence[Item],
    statistic: Callable[[list[Item]], float],
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """Give an interval for `statistic(items)`.

    Args:
        items: the readings, or pairs of readings; each draw takes whole items.
        statistic: from a list of items to a number.
        level: how often the interval should hold the true value.
        seed: of the draws; the same readings give the same interval.

    Returns:
        Its lower and its upper end. They are equal for a single item.

    Raises:
        ValueError: there is no item, or `level` is not between 0 and 1.
    """
    kept = list(items)
    if not kept:
        raise ValueError("An interval needs at least one reading.")
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, not {level!r}")
    draw = random.Random(seed)  # noqa: S311 - resampling, no secret
    found = sorted(statistic(draw.choices(kept, k=len(kept))) for _ in range(RESAMPLES))
    left_out = round(RESAMPLES * (1 - level) / 2)
    return found[left_out], found[RESAMPLES - 1 - left_out]


def bootstrap_median(values: Iterable[float]) -> tuple[float, float]:
    """Give a 95 % bootstrap interval for the median of `values`.

    Args:
        values: readings in any unit and any order, at least one; about ten or more
            for the interval to be worth its name.

    Returns:
        Its lower and its upper end, in the same unit.

    Raises:
        ValueError: there is no value.
    """
    ordered = sorted(float(v) for v in values)
    if not ordered:
        raise ValueError("An interval needs at least one reading.")
    found = sorted((ordered[a] + ordered[b]) / 2 for a, b in _middle_ranks(len(ordered)))
    left_out = round(RESAMPLES * _OUTSIDE / 2)
    return found[left_out], found[RESAMPLES - 1 - left_out]


@lru_cache(maxsize=64)
def _middle_ranks(n: int) -> list[tuple[int, int]]:
    """The ranks whose readings are in the middle of each draw: they depend on `n` alone.

    Kept, since an exercise asks for hundreds of intervals of lists of one length.
    """
    draw = random.Random(0)  # noqa: S311 - resampling, no secret
    drawn = (sorted(draw.choices(range(n), k=n)) for _ in range(RESAMPLES))
    return [(ranks[(n - 1) // 2], ranks[n // 2]) for ranks in drawn]


def spread(values: Iterable[float]) -> float:
    """Give the interquartile range ÷ the median: 0.1 means that half lie within about 5 %.

    Args:
        values: readings above 0, in any unit. Infinite for fewer than two, or if the
            median is 0.
    """
    kept = [float(v) for v in values]
    if len(kept) < 2:  # noqa: PLR2004 - one reading has no spread
        return float("inf")
    low, middle, high = statistics.quantiles(kept, n=4, method="inclusive")
    return (high - low) / middle if middle > 0 else float("inf")
