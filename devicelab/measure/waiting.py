"""Waiting: for the device to finish, and of threads for each other."""

from __future__ import annotations

import os
import sys
from typing import Any, Callable

from devicelab.agent import simulated

#: Calling it returns when everything asked for has been done.
Sync = Callable[[], object]


class TimingRefusedError(RuntimeError):
    """A time taken here would say nothing; its text is a sentence for the learner."""


def refuse_simulated() -> None:
    """Raise if this process simulates a Mac: its clock is the CPU's.

    Raises:
        TimingRefusedError: it does.
    """
    if simulated.facts() is not None:
        raise TimingRefusedError(
            "The Mac of this session is simulated: its work is done by this machine's CPU, so a "
            "time taken here says nothing about a Mac. Leave the simulation and measure again."
        )


def synchronizer(device: Any = None) -> Sync:
    """Give a function that waits until a device has done all it was asked for.

    Args:
        device: a `torch.device` or its name; by default the accelerator in use, if any.

    Returns:
        `torch.accelerator.synchronize` or, before torch 2.6, the backend's own. On a
        CPU, and where torch is absent or was never imported, nothing is queued and the
        function does nothing.
    """
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "device"):
        return _nothing
    kind = torch.device(device).type if device is not None else _accelerator(torch)
    accelerator = getattr(torch, "accelerator", None)
    if accelerator is not None and accelerator.is_available() and kind == _accelerator(torch):
        return _waits_for(accelerator, device)
    backend = getattr(torch, kind, None) if kind != "cpu" else None
    return getattr(backend, "synchronize", _nothing)


def _waits_for(accelerator: Any, device: Any) -> Sync:
    # "cuda:1" is waited for where it is; no index means the current one.
    indexed = device is not None and ":" in str(device)
    return lambda: accelerator.synchronize(str(device)) if indexed else accelerator.synchronize()


def _accelerator(torch: Any) -> str:
    accelerator = getattr(torch, "accelerator", None)
    if accelerator is not None:
        return accelerator.current_accelerator().type if accelerator.is_available() else "cpu"
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _nothing() -> None:
    return None


def wait_passively() -> bool:
    """Have OpenMP's threads sleep while they wait, unless the user has chosen otherwise.

    With one busy neighbour on two cores a small product's spread falls from thousands of
    per cent to 25. The variable is read once, when torch is imported; after that it is
    left alone.

    Returns:
        Whether they will.
    """
    if "torch" not in sys.modules:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    return os.environ.get("OMP_WAIT_POLICY", "").upper() == "PASSIVE"
