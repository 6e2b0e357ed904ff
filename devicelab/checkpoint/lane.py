"""A lane: the device that the bank proves itself on, or the simulator in place of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from . import device

_MACHINE = "M2 Air 16 GB"


class LaneClosed(RuntimeError):  # noqa: N818 - it names what happened
    """This machine lacks the lane's device; the text says so."""


@contextmanager
def open_lane(name: str | None) -> Iterator[None]:
    """Let every check in this block run on one device; None is whatever a learner would get.

    Raises:
        LaneClosed: there is no such device here, or no torch.
    """
    if name is None:
        yield
    elif name == "simulated":
        with _simulated():
            yield
    else:
        _require(name)
        with device.forced(name):
            yield


@contextmanager
def _simulated() -> Iterator[None]:
    try:
        from devicelab.simulator import simulate

        simulation = simulate(_MACHINE)
    except (ImportError, RuntimeError) as error:
        raise LaneClosed(f"The lane 'simulated' is closed here: {error}") from None
    try:
        yield
    finally:
        simulation.stop()


def _require(name: str) -> None:
    if name == "cpu":
        # Answers that look for an accelerator themselves must not find one either.
        if "torch" not in sys.modules:
            os.environ["CUDA_VISIBLE_DEVICES"] = ""
        return
    try:
        import torch
    except ImportError:
        raise LaneClosed(f"The lane '{name}' is closed here: there is no PyTorch.") from None
    backend = torch.backends.mps if name == "mps" else torch.cuda
    if not backend.is_available():
        raise LaneClosed(f"The lane '{name}' is closed here: PyTorch finds no such device.")
