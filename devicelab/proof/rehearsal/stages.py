"""The two stages of the rehearsal process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from devicelab.proof.stage import Stage

from . import fake_device

MAC = "M2 Air 16 GB"


@contextmanager
def entered(kind: str, machine: str) -> Iterator[Stage]:
    """Make this process the stage `simulated` or `fake`.

    Raises:
        fake_device.Unavailable: this torch can't; the text says why.
    """
    started = time.perf_counter()
    with ExitStack() as stack:
        stage = _fake(stack) if kind == "fake" else _simulated(stack, machine)
        stage.entered_ms = (time.perf_counter() - started) * 1e3
        yield stage


def _fake(stack: ExitStack) -> Stage:
    stack.enter_context(fake_device.entered())
    return Stage("fake", "a fake device", fake_device.NAME)


def _simulated(stack: ExitStack, machine: str) -> Stage:
    from devicelab.simulator import switch

    try:
        simulation: Any = switch.simulate(machine)
    except switch.RefusedError as error:
        raise fake_device.Unavailable(str(error)) from error
    stack.enter_context(simulation)
    return Stage("simulated", f"a simulated {machine}", "mps", simulation)
