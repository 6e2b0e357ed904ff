"""`torch.compile` on the simulated device: the function runs as it is written.

Dynamo asks C++ for the accelerator's current stream ("Cannot access accelerator device
when none is available"), which no answer from Python can replace.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch

from devicelab.simulator.patches import Patches

NOTICE = (
    "torch.compile is not simulated: the function runs uncompiled, with the same results. "
    "What it does to speed and memory can't be seen here."
)


def install(patches: Patches) -> None:
    """Replace `torch.compile`."""
    patches.set(torch, "compile", _uncompiled)


def _uncompiled(model: Any = None, **_: Any) -> Any:
    if model is None:
        return _uncompiled
    warnings.warn(NOTICE, UserWarning, stacklevel=2)
    return model
