"""The two stages of the rehearsal process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    if kind == "fake":
        with fake_device.entered():
            yield Stage("fake", "a fake device", fake_device.NAME)
        return
    from devicelab.simulator import switch

    try:
        simulation: Any = switch.simulate(machine)
    except switch.RefusedError as error:
        raise fake_device.Unavailable(str(error)) from error
    with simulation:
        yield Stage("simulated", f"a simulated {machine}", "mps", simulation)
