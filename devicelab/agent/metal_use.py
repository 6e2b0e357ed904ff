"""Who uses a Mac's GPU, from the time that each process has accumulated on it."""

from __future__ import annotations

import re
from typing import Any

from . import commands

_CREATOR = re.compile(r"pid (\d+), (.*)")


def accumulated() -> dict[int, tuple[str, int]]:
    """GPU time of each process so far: pid → (name, nanoseconds), all its clients together.

    As `AppUsage.accumulatedGPUTime` of the `AGXDeviceUserClient`s tells it; read as
    a property list, since in the text form a client stands before its creator.
    """
    found: dict[int, tuple[str, int]] = {}
    for client in commands.entries("-r", "-c", "AGXDeviceUserClient", "-a"):
        creator = _CREATOR.match(str(client.get("IOUserClientCreator", "")))
        time = _time(client.get("AppUsage"))
        if creator and time is not None:
            pid, name = int(creator.group(1)), creator.group(2)
            found[pid] = (name, found.get(pid, (name, 0))[1] + time)
    return found


def memory() -> int | None:
    """Bytes of memory that the GPU uses, by all programs together, as its driver counts them."""
    for gpu in commands.entries("-r", "-c", "IOAccelerator", "-d", "1", "-a"):
        counts = gpu.get("PerformanceStatistics")
        size = counts.get("In use system memory") if isinstance(counts, dict) else None
        if isinstance(size, int) and size >= 0:
            return size
    return None


def _time(usage: Any) -> int | None:
    """Nanoseconds; None where they are not told. A client that has sent no work has an empty list."""
    parts = usage if isinstance(usage, list) else [None]
    times = [p.get("accumulatedGPUTime") if isinstance(p, dict) else None for p in parts]
    known = [t for t in times if isinstance(t, int) and t >= 0]
    return sum(known) if len(known) == len(times) else None


class MetalUse:
    """Shares of the GPU between two looks."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[str, int]] | None = None
        self._at = 0.0

    def look(self, now: float) -> dict[int, tuple[str, float]] | None:
        """GPU time ÷ time since the last look: pid → (name, share); None at the first.

        A process whose time went back is another one under an old number, and one
        that was not there before may have brought its time along: both count from
        the next look on.
        """
        before, since = self._before, self._at
        self._before, self._at = accumulated(), now
        if not before or now <= since or not self._before:
            return None
        span = (now - since) * 1e9
        return {
            pid: (name, (time - before[pid][1]) / span)
            for pid, (name, time) in self._before.items()
            if pid in before and time >= before[pid][1] and name == before[pid][0]
        }
