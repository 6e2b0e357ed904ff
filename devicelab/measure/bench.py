"""How long a call takes, waited for and repeated."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import Any, Callable

from .bootstrap import bootstrap_median, spread
from .noise import NOISY
from .waiting import Sync, refuse_simulated, synchronizer

Clock = Callable[[], float]


@dataclass(frozen=True)
class Timing:
    """What the repeats of a call came to; all times in seconds.

    Attributes:
        seconds: each repeat, in the order in which they ran.
    """

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The usual time of one call."""
        return statistics.median(self.seconds)

    @property
    def interval(self) -> tuple[float, float]:
        """A 95 % bootstrap interval of the median."""
        return bootstrap_median(self.seconds)

    @property
    def spread(self) -> float:
        """Interquartile range ÷ median."""
        return spread(self.seconds)

    @property
    def noisy(self) -> bool:
        """Whether the readings are spread too widely to conclude anything."""
        return not self.spread <= NOISY

    @property
    def sentence(self) -> str:
        """Such as "1.21 ms (95 %: 1.19 to 1.26, 50 repeats)"; says so where it is noisy."""
        low, high = self.interval
        said = f"{_said(self.median)} (95 %: {_said(low)} to {_said(high)}, {len(self.seconds)} repeats)"
        return f"{said}, too noisy to say: spread {self.spread * 100:.0f} %" if self.noisy else said


def bench(
    fn: Callable[[], Any],
    *,
    sync: Sync | None = None,
    warmup: int = 3,
    repeats: int = 5,
    most: int = 200,
    budget: float = 2.0,
    clock: Clock = time.perf_counter,
) -> Timing:
    """Time a call: warmed up, each repeat alone, and waited for before both readings.

    Args:
        fn: what is timed; what it returns is dropped.
        sync: waits for the device; by default for the accelerator in use, if any.
        warmup: calls before the first reading: they compile and allocate.
        repeats: readings at least, whatever they take.
        most: readings at most.
        budget: seconds after which no further repeat is begun, if there are `repeats`.
        clock: gives seconds.

    Raises:
        TimingRefusedError: this process simulates a Mac.
        ValueError: fewer than one repeat was asked for.
    """
    if clock is time.perf_counter:
        refuse_simulated()
    if repeats < 1:
        raise ValueError("A timing needs at least one repeat.")
    wait = sync or synchronizer()
    for _ in range(warmup):
        fn()
    wait()
    taken: list[float] = []
    started = clock()
    while len(taken) < repeats or (clock() - started < budget and len(taken) < most):
        taken.append(timed(fn, wait, clock))
    return Timing(tuple(taken))


def timed(fn: Callable[[], Any], wait: Sync, clock: Clock = time.perf_counter) -> float:
    """Give the seconds from the call until its work is done; nothing may be queued before."""
    start = clock()
    fn()
    wait()
    return clock() - start


def _said(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
