"""How long single steps of training take, one after the other."""

from __future__ import annotations

import time
from typing import Any, Callable

from devicelab.measure.waiting import refuse_simulated


def step_times(
    step: Callable[[], Any], seconds: float = 10.0, least: int = 5, most: int = 26
) -> list[float]:
    """Run a step until the time is up, and return what each took, in seconds and in order.

    Args:
        step: does one step and waits for its device, as `resnet.training_step` does.
        seconds: after these no further step is begun, if there are `least`.
        least: steps at least, however long they take; the first one counts.
        most: steps at most.

    Raises:
        TimingRefusedError: this process simulates a Mac.
    """
    refuse_simulated()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < least or (time.perf_counter() < end and len(taken) < most):
        begin = time.perf_counter()
        step()
        taken.append(time.perf_counter() - begin)
    return taken
