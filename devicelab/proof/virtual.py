"""Devices that work beside the host, for exercises about time.

On the virtual one a clock of its own runs: answers about it are exact, on every machine, in
no time. The slow one is a thread that sleeps, to be looked at with a real clock.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat
from typing import Union

Work = Union[float, Iterable[float]]
#: Seconds that a call takes the host: it only asks for the work.
LAUNCH = 0.0002


class VirtualDevice:
    """A host and a device with a queue, in virtual time.

    `fn()` costs the host 0.2 ms and queues work; `sync()` moves the clock to the end of
    the queue; `clock()` reads it, in seconds.

    Args:
        work: seconds of each call; of one after the other, the last one for ever.
        first: seconds of a first call before these, as when it compiles; None for none.
        launch: seconds that asking costs the host.

    Attributes:
        log: what was called, in order: `fn`, `sync` or `clock`.
    """

    def __init__(self, work: Work, first: float | None = None, launch: float = LAUNCH) -> None:
        self._works = _endless(work, first)
        self._launch = launch
        self._now = 0.0
        self._done = 0.0
        self.log: list[str] = []

    def fn(self) -> None:
        """Ask for one piece of work."""
        self.log.append("fn")
        self._now += self._launch
        self._done = max(self._done, self._now) + next(self._works)

    def sync(self) -> None:
        """Wait until all work is done."""
        self.log.append("sync")
        self._now = max(self._now, self._done)

    def clock(self) -> float:
        """Read the clock, in seconds."""
        self.log.append("clock")
        return self._now

    def spend(self, seconds: float) -> None:
        """Have the host do something else for a while, such as load data."""
        self._now += seconds

    def count(self, what: str) -> int:
        """Say how often `fn`, `sync` or `clock` was called."""
        return self.log.count(what)


def _endless(work: Work, first: float | None) -> Iterator[float]:
    start = [] if first is None else [first]
    known = [float(work)] if isinstance(work, (int, float)) else [float(w) for w in work]
    return chain(start, known, repeat(known[-1]))


class SlowDevice:
    """A thread that sleeps: what an asynchronous device looks like to a real clock.

    It ends with `close()`, at the end of a `with` block, or with the kernel.

    Args:
        work: seconds of each call.
        first: seconds of the first one.
    """

    def __init__(self, work: float = 0.008, first: float = 0.12, launch: float = LAUNCH) -> None:
        self._launch = launch
        self._next: Callable[[], float] = _endless(work, first).__next__
        self._queue: queue.Queue[float | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="devicelab-slow-device", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            seconds = self._queue.get()
            if seconds is not None:
                time.sleep(seconds)
            self._queue.task_done()
            if seconds is None:
                return

    def fn(self) -> None:
        """Ask for one piece of work."""
        time.sleep(self._launch)
        self._queue.put(self._next())

    def sync(self) -> None:
        """Wait until all work is done."""
        self._queue.join()

    def close(self) -> None:
        """End the thread, its work done."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    def __enter__(self) -> SlowDevice:  # noqa: PYI034  (Self came with Python 3.11)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
