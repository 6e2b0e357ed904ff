"""One call of a function, watched: time, warnings, fallbacks, memory, operators."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch

from . import fallbacks
from .dispatch import Trace
from .memory import allocated

_MOST = 20


@dataclass
class Observed:
    """What was seen of one call.

    Attributes:
        value: what it gave.
        ms: how long it took, the device's work awaited; the watching is in it, so it is
            for a sentence and no measurement.
        warnings: their texts, fallbacks left out; 20 at most, of 500 characters each.
        fallbacks: how often each operator fell back to the CPU.
        allocated: bytes by which live tensors on the device grew; None on a CPU.
        trace: the operators by device.
    """

    device: Any
    value: Any = None
    ms: float = 0.0
    warnings: list[str] = field(default_factory=list)
    fallbacks: Counter[str] = field(default_factory=Counter)
    allocated: int | None = None
    trace: Trace = field(default_factory=Trace)


@contextmanager
def observed(device: Any) -> Iterator[Observed]:
    """Watch what runs inside; the caller puts what it gave into `value`.

    Every fallback warns while it lasts, not only the first of the process.
    """
    seen = Observed(torch.device(device))
    before, started = allocated(seen.device), time.perf_counter()
    had = torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings(record=True) as caught, seen.trace:
            warnings.simplefilter("always")
            yield seen
            _await(seen.device)
    finally:
        torch.set_warn_always(had)
    seen.ms = (time.perf_counter() - started) * 1e3
    after = allocated(seen.device)
    seen.allocated = None if before is None or after is None else after - before
    _sort(seen, [w.message for w in caught])


def _await(device: Any) -> None:
    wait = getattr(getattr(torch, device.type, None), "synchronize", None)
    if device.type != "cpu" and wait is not None:
        wait()


def _sort(seen: Observed, messages: list[Any]) -> None:
    for message in messages:
        op = fallbacks.noted(message)
        if op is not None:
            seen.fallbacks[op] += 1
        elif len(seen.warnings) < _MOST:
            seen.warnings.append(str(message)[:500])
