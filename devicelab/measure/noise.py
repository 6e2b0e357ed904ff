"""The noise gate: when readings say nothing, that is what is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from .bootstrap import spread

#: Interquartile range ÷ median. A busy neighbour on a 2-core machine makes it 19 to
#: 25 % with one thread or with passive waiting, and over 20,000 % with two threads that spin.
NOISY = 0.30


def too_noisy(values: Iterable[float]) -> bool:
    """Say whether these readings are spread too widely to conclude anything."""
    return not spread(values) <= NOISY


def noise_sentence(values: Iterable[float], of: str = "the median") -> str:
    """Say how widely readings are spread, and the gate beside it."""
    found = spread(values)
    share = "not known" if found == float("inf") else f"{found * 100:.0f} % of {of}"
    return (
        f"The spread of the readings (interquartile range) is {share}; over {NOISY * 100:.0f} % "
        "they can't tell one speed from another."
    )


def advice() -> str:
    """Say what would make the next measurement here quieter."""
    if _threads_spin():
        return (
            "Close what else is running, or call `torch.set_num_threads(1)`, and measure again. "
            "Threads that wait by spinning lose to any neighbour: restart the kernel and run "
            "`from devicelab import cp` before `import torch`."
        )
    return "Close what else is running, plug the machine in, and measure again."


def _threads_spin() -> bool:
    # OpenMP reads the variable once, when torch is imported; asking torch imports nothing here.
    torch = sys.modules.get("torch")
    threads = getattr(torch, "get_num_threads", lambda: 1)()
    return threads > 1 and os.environ.get("OMP_WAIT_POLICY", "").upper() != "PASSIVE"
