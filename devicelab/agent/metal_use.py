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
        if creator:
            pid, name = int(creator.group(1)), creator.group(2)
            found[pid] = (name, found.get(pid, (name, 0))[1] + _time(client.get("AppUsage")))
    return found


def _time(usage: Any) -> int:
    parts = usage if isinstance(usage, list) else []
    times = [p.get("accumulatedGPUTime") for p in parts if isinstance(p, dict)]
    return sum(t for t in times if isinstance(t, int) and t > 0)


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


def device_use() -> float | None:
    """The GPU's use at this moment, 0 to 1, where processes can't be told apart."""
    for entry in commands.entries("-r", "-d", "1", "-w", "0", "-c", "IOAccelerator", "-a"):
        statistics = entry.get("PerformanceStatistics")
        percent = statistics.get("Device Utilization %") if isinstance(statistics, dict) else None
        if isinstance(percent, int) and 0 <= percent <= 100:  # noqa: PLR2004
            return percent / 100
    return None
