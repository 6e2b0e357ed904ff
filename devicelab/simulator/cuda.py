"""A Mac's torch has no CUDA: while a Mac is simulated, this machine's is hidden.

What a learner has on a GPU already stays there and works.
"""

from __future__ import annotations

from typing import Any

import torch

from devicelab.simulator.patches import Patches

# torch/cuda/__init__.py: _lazy_init
MISSING = "Torch not compiled with CUDA enabled"


def install(patches: Patches) -> None:
    """Answer as a build without CUDA until `patches` are undone."""
    if torch.version.cuda is not None:
        # Where the Mac has MPS, the simulator's own answer comes after this one.
        patches.set(torch._C, "_accelerator_getAccelerator", lambda: None)
        patches.set(torch._C, "_accelerator_deviceCount", lambda: 0)
    patches.set(torch._C, "_has_cuda", False)
    patches.set(torch.version, "cuda", None)
    patches.set(torch.cuda, "is_available", lambda: False)
    patches.set(torch.cuda, "is_initialized", lambda: False)
    patches.set(torch.cuda, "device_count", lambda: 0)
    patches.set(torch.cuda, "_lazy_init", _refuse)
    # Once CUDA is in use, C++ asks nobody.
    patches.set(torch.Tensor, "cuda", _refuse)


def refuse(device: Any) -> None:
    """Refuse a CUDA device, as a caller may name it.

    Raises:
        AssertionError: it is one; the text is torch's own.
    """
    named = isinstance(device, (str, torch.device))
    if named and torch.device(device).type == "cuda":
        _refuse()


def _refuse(*_: Any, **__: Any) -> Any:
    raise AssertionError(MISSING)
