"""A machine whose clock is a number: calls queue work, waiting moves the clock, nothing is real."""

from __future__ import annotations

from typing import Callable

ASK = 0.0002


class FakeMachine:
    """A host that asks in 0.2 ms, and a device that works through its queue behind it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.queued_until = 0.0
        self.calls: list[str] = []
        self.waits = 0

    def clock(self) -> float:
        return self.now

    def sync(self) -> None:
        self.waits += 1
        self.now = max(self.now, self.queued_until)

    def work(self, name: str, seconds: Callable[[], float]) -> Callable[[], None]:
        """A call that keeps the device busy for what `seconds` says each time."""

        def call() -> None:
            self.calls.append(name)
            self.now += ASK
            self.queued_until = max(self.now, self.queued_until) + seconds() - ASK

        return call
