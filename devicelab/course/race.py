"""The same work in two ways on this machine: the accelerator against the CPU, or all threads against one.

What is timed takes turns and is waited for (`devicelab.measure`). On a simulated Mac nothing
is timed: its work is done by the CPU, and the sentence says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

import torch

from devicelab.checkpoint.device import best_device
from devicelab.measure import Comparison, TimingRefusedError, compare

#: From a device to a function that does the work there once.
Make = Callable[[torch.device], Callable[[], Any]]


@dataclass(frozen=True)
class Way:
    """One way to do the work.

    Attributes:
        name: such as "cpu", "mps" or "1 thread".
        device: where tensors go.
        threads: CPU threads to use; None leaves them as they are.
    """

    name: str
    device: torch.device
    threads: int | None = None

    def run(self, work: Callable[[], Any]) -> Any:
        """Do the work once, with this way's number of threads, and give what it returns."""
        if self.threads is None:
            return work()
        before = torch.get_num_threads()
        torch.set_num_threads(self.threads)
        try:
            return work()
        finally:
            torch.set_num_threads(before)


def two_ways() -> tuple[Way, Way]:
    """Return the slow way and the fast one, as a guess: it is for the learner to measure."""
    device, cpu = best_device(), torch.device("cpu")
    if device.type != "cpu":
        return Way("cpu", cpu), Way(device.type, device)
    threads = torch.get_num_threads()
    return Way("1 thread", cpu, 1), Way(f"{threads} threads", cpu, threads)


@dataclass(frozen=True)
class Race:
    """Two ways side by side; `found` is None where nothing could be timed, and `why` says why."""

    slow: str
    fast: str
    found: Comparison | None = None
    why: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times as fast the second way is, or None."""
        return self.found.ratio if self.found else None

    @property
    def ratios(self) -> list[float]:
        """The same of each pair."""
        pairs = zip(self.found.a.seconds, self.found.b.seconds) if self.found else ()
        return [a / b for a, b in pairs]

    @property
    def name(self) -> str:
        """Such as "mps against cpu"."""
        return f"{self.fast} against {self.slow}"

    @property
    def sentence(self) -> str:
        """What was measured, in words."""
        if self.found is None:
            return self.why
        a, b = self.found.a, self.found.b
        noisy = " The readings are spread widely: run it again when the machine is calmer."
        return (
            f"yours, {self.name}: {self.found.ratio:.2f} times as fast "
            f"(95 %: {self.found.low:.2f} to {self.found.high:.2f}; {len(a.seconds)} pairs). "
            f"{self.slow} {a.median * 1e3:.3g} ms, {self.fast} {b.median * 1e3:.3g} ms, medians."
            + (noisy if self.found.verdict == "too noisy" else "")
        )


def race(make: Make, pairs: int = 15) -> Race:
    """Time the same work in two ways, in turns.

    Args:
        make: from a device to a function that does the work there once.
        pairs: readings of each.
    """
    slow, fast = two_ways()
    one, other = make(slow.device), make(fast.device)
    try:
        found = compare(lambda: slow.run(one), lambda: fast.run(other), pairs=pairs, warmup=1)
    except TimingRefusedError as refusal:
        return Race(slow.name, fast.name, why=str(refusal))
    return Race(slow.name, fast.name, found)
