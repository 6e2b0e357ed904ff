"""Time taken honestly: waited for, repeated, with an interval, and silent where it is noise."""

from __future__ import annotations

from .bench import Timing, bench
from .bootstrap import bootstrap, bootstrap_median, spread
from .compare import Comparison, compare, compared
from .noise import NOISY, advice, noise_sentence, too_noisy
from .waiting import TimingRefusedError, synchronizer, wait_passively

__all__ = [
    "NOISY",
    "Comparison",
    "Timing",
    "TimingRefusedError",
    "advice",
    "bench",
    "bootstrap",
    "bootstrap_median",
    "compare",
    "compared",
    "noise_sentence",
    "spread",
    "synchronizer",
    "too_noisy",
    "wait_passively",
]
