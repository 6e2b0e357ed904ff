"""Which of two calls is faster: taking turns, with an interval for the ratio."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Callable

from .bench import Clock, Timing, timed
from .bootstrap import bootstrap
from .waiting import Sync, refuse_simulated, synchronizer

#: A difference of less than this is not called one. At 15 pairs with a spread of 5 %,
#: a ratio of 1.05 is found 7 times in 60: it can't be decided.
MARGIN = 1.03

Pair = tuple[float, float]


@dataclass(frozen=True)
class Comparison:
    """Two calls side by side.

    Attributes:
        a: the first one's timing.
        b: the other's; `a.seconds[i]` and `b.seconds[i]` were taken one after the other.
        low: lower end of a 95 % interval for the ratio.
        high: its upper end.
    """

    a: Timing
    b: Timing
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """Time of A ÷ time of B: above 1, B is faster."""
        return _quotient(self.a.median, self.b.median)

    @property
    def verdict(self) -> str:
        """`too noisy`, `b faster`, `a faster` or `too close`: the first that applies."""
        if self.a.noisy or self.b.noisy:
            return "too noisy"
        if self.low > MARGIN:
            return "b faster"
        return "a faster" if self.high < 1 / MARGIN else "too close"

    @property
    def sentence(self) -> str:
        """Such as "b faster: A took 1.31 times as long as B (95 %: 1.27 to 1.36, 15 pairs)"."""
        return (
            f"{self.verdict}: A took {self.ratio:.3g} times as long as B "
            f"(95 %: {self.low:.3g} to {self.high:.3g}, {len(self.a.seconds)} pairs)"
        )


def compare(
    a: Callable[[], Any],
    b: Callable[[], Any],
    *,
    sync: Sync | None = None,
    pairs: int = 15,
    warmup: int = 3,
    clock: Clock = time.perf_counter,
) -> Comparison:
    """Time two calls in turns, A B B A and so on, so that drift meets both alike.

    Args:
        a: the first call.
        b: the other.
        sync: waits for the device; by default for the accelerator in use, if any.
        pairs: readings of each.
        warmup: calls of each before the first reading.
        clock: gives seconds.

    Raises:
        TimingRefusedError: this process simulates a Mac.
        ValueError: fewer than one pair was asked for.
    """
    if clock is time.perf_counter:
        refuse_simulated()
    if pairs < 1:
        raise ValueError("A comparison needs at least one pair.")
    wait = sync or synchronizer()
    for _ in range(warmup):
        a()
        b()
    wait()
    taken = [_pair(a, b, wait, clock, swapped=bool(i % 2)) for i in range(pairs)]
    return compared(taken)


def compared(pairs: Sequence[Pair]) -> Comparison:
    """Compare readings taken elsewhere: (seconds of A, seconds of B), taken in turns."""
    low, high = bootstrap(pairs, _ratio)
    a, b = zip(*pairs)
    return Comparison(Timing(tuple(a)), Timing(tuple(b)), low, high)


def _pair(
    a: Callable[[], Any], b: Callable[[], Any], wait: Sync, clock: Clock, *, swapped: bool
) -> Pair:
    if swapped:
        of_b = timed(b, wait, clock)
        return timed(a, wait, clock), of_b
    return timed(a, wait, clock), timed(b, wait, clock)


def _ratio(pairs: Sequence[Pair]) -> float:
    return _quotient(statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs))


def _quotient(a: float, b: float) -> float:
    # A clock too coarse for B gives 0 for it.
    return a / b if b > 0 else float("inf")
