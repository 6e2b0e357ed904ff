"""Answers to m1.q5: the starter, right ones as different as they come, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Mapping

_IMPORTS = """\
import math
import statistics

from devicelab.measure import bootstrap_median
"""

STARTER = (
    _IMPORTS
    + '''

def count_parameters(net) -> int:
    """Return how many numbers training changes in `net`."""
    ...


def epoch_estimate(times, batch, n=50_000) -> tuple:
    """Return (low, mid, high), the minutes of an undisturbed epoch.

    times: seconds of single steps, in the order they ran.
    bootstrap_median(values) gives (low, high), a 95 % interval.
    """
    ...
'''
)

_COUNT = """

def count_parameters(net) -> int:
    return sum(p.numel() for p in net.parameters())

"""
_EPOCH = """
def epoch_estimate(times, batch, n=50_000) -> tuple:
    steady = times[1:]
    low, high = bootstrap_median(steady)
    minutes = math.ceil(n / batch) / 60
    return low * minutes, statistics.median(steady) * minutes, high * minutes
"""
REFERENCE = _IMPORTS + _COUNT + _EPOCH

ALTERNATIVES: Mapping[str, str] = {
    # Which two of the sorted steps hold the median with 95 %, by the binomial distribution.
    "order_statistics": """\
from math import ceil, comb
def count_parameters(net):
    total = 0
    for name, values in net.named_parameters():
        size = 1
        for side in values.shape:
            size *= side
        total += size
    return total
def epoch_estimate(times, batch, n=50_000):
    kept = sorted(list(times)[1:])
    m, below, k = len(kept), 0.0, 0
    while below + comb(m, k) / 2**m <= 0.025:
        below += comb(m, k) / 2**m
        k += 1
    middle = (kept[(m - 1) // 2] + kept[m // 2]) / 2
    steps = ceil(n / batch)
    return [steps * t / 60 for t in (kept[max(k - 1, 0)], middle, kept[min(m - k, m - 1)])]
""",
    "own_bootstrap": """\
import random, torch
from statistics import median
def count_parameters(net):
    return torch.nn.utils.parameters_to_vector(net.parameters()).numel()
def epoch_estimate(times, batch, n=50_000):
    first, *rest = times
    draw = random.Random(7)
    found = sorted(median(draw.choices(rest, k=len(rest))) for _ in range(300))
    steps = -(-n // batch)
    low, mid, high = found[7], median(rest), found[-8]
    return tuple(steps * t / 60 for t in (low, mid, high))
""",
}


def _changed(old: str, new: str) -> str:
    if old not in REFERENCE:
        raise ValueError(f"{old!r} is not in the reference")
    return REFERENCE.replace(old, new)


MISTAKEN: Mapping[str, str] = {
    "buffers_counted": _changed("net.parameters()", "net.state_dict().values()"),
    "tensors_counted": _changed(
        "sum(p.numel() for p in net.parameters())", "len(list(net.parameters()))"
    ),
    "first_step_kept": _changed("times[1:]", "times"),
    "mean": _changed("statistics.median", "statistics.mean"),
    "floor": _changed("math.ceil(n / batch)", "n // batch"),
    "seconds": _changed(" / 60", ""),
    "spread_of_steps": _changed("bootstrap_median(steady)", "statistics.quantiles(steady)[::2]"),
    "minimum_and_maximum": _changed("bootstrap_median(steady)", "min(steady), max(steady)"),
    "another_order": _changed(
        "low * minutes, statistics.median(steady) * minutes",
        "statistics.median(steady) * minutes, low * minutes",
    ),
}
