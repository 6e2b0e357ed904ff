"""How often a running cell is read and heard of."""

from __future__ import annotations

from typing import Any

# A cell shorter than this is told of once, as it ends: most cells are.
FIRST_READING = 0.4
READ_PERIOD = 0.5
JUMP = 0.05
# Long cells are told of less often: each push goes to every page that listens,
# and a server whose pages are gone keeps all of them.
SLOWER_AFTER, SLOWEST_AFTER = 30, 300
MAX_PUSHES, SUMMARY_PERIOD = 600, 30.0
# A reading dearer than this takes too much from the learner's cell.
BUDGET_US = 2000.0
MAX_SLOWDOWN = 64
# How many times slower than that the reader of the panel wants it.
_wanted = 1


def set_pace(times: int) -> None:
    """Read and tell so many times slower, from the next sample on."""
    global _wanted  # noqa: PLW0603 -- one kernel, one pace
    _wanted = max(1, min(times, MAX_SLOWDOWN))


def period(running: float) -> float:
    """Seconds between samples of a cell that has run for `running` seconds."""
    if running < SLOWER_AFTER:
        return READ_PERIOD
    return 1.0 if running < SLOWEST_AFTER else 2.0


def jumped(before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether memory has changed by more than a twentieth, which is worth telling at once."""
    return any(
        isinstance(old, int) and isinstance(new, int) and abs(new - old) > JUMP * max(old, new)
        for old, new in ((before.get(key), now.get(key)) for key in ("rss", "allocated", "driver"))
    )


class Pace:
    """The pace of one run: when to read, when to tell, and what was highest in between."""

    def __init__(self) -> None:
        self.slowdown = 1
        self._wanted = 1
        self._pushes = 0
        self._told = float("-inf")
        self._last: dict[str, Any] = {}
        self._peak: dict[str, Any] = {}

    def reading(self) -> float:
        """Seconds between readings."""
        return READ_PERIOD * self.slowdown * _wanted

    def telling(self, running: float) -> float:
        """Seconds between samples, as the samples themselves say."""
        if self._pushes >= MAX_PUSHES:
            return SUMMARY_PERIOD * self.slowdown
        return period(running) * self.slowdown * _wanted

    def spend(self, microseconds: float) -> None:
        """Take note of what a sample cost; the first of a thread also opens its way out, and is let off.

        The next sample slows down and says so, lest the longer wait look like
        a gap. Cheap samples undo it: the first after a fork is dear, since it
        copies the pages that it writes to.
        """
        if self._pushes > 1 and microseconds > BUDGET_US:
            self._wanted = min(self.slowdown * 2, MAX_SLOWDOWN)
        elif microseconds < BUDGET_US / 2:
            self._wanted = max(self.slowdown // 2, 1)

    def note(self, memory: dict[str, Any]) -> None:
        """Take note of a reading."""
        for key in ("rss", "allocated", "driver", "reserved"):
            value = memory[key]
            if value is not None and value > (self._peak.get(key) or 0):
                self._peak[key] = value

    def due(self, now: float, running: float, memory: dict[str, Any]) -> bool:
        """Whether this reading is to be told."""
        waited = now - self._told >= self.telling(running) - self.reading() / 2
        told = waited or (self._pushes < MAX_PUSHES and jumped(self._last, memory))
        if told:
            self.slowdown = self._wanted
        return told

    def told(self, now: float, memory: dict[str, Any]) -> None:
        """Take note of a reading that was told."""
        self._pushes += 1
        self._told, self._last = now, memory

    def take_peak(self) -> dict[str, int | None]:
        """The highest readings since this was last asked, in bytes."""
        peak = {key: self._peak.get(key) for key in ("rss", "allocated", "driver", "reserved")}
        self._peak = {}
        return peak
