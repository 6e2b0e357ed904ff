"""`torch.save` and `torch.load` with the device's name in the file, and pickling."""

from __future__ import annotations

from multiprocessing.reduction import ForkingPickler
from typing import Any

import torch
from torch import serialization

from devicelab.simulator import blocks, tensor, texts
from devicelab.simulator.patches import Patches

# Before torch's own rule for the CPU, which is 10.
_PRIORITY = 5
_MARK = "_devicelab_on_mps"


def install(patches: Patches) -> None:
    """Save simulated tensors as `mps`, load such files, and keep them inside this process."""
    entry = (_PRIORITY, _tag, _restore)
    before = list(serialization._package_registry)
    serialization.register_package(*entry)
    patches.later(lambda: serialization._package_registry.__setitem__(slice(None), before))
    patches.set(torch._utils, "_rebuild_tensor", _rebuild)
    for kind in (tensor.MPSTensor, torch.nn.Parameter):
        _register(patches, kind)


def _tag(storage: Any) -> str | None:
    return "mps" if blocks.holds(getattr(storage, "_untyped_storage", storage)) else None


def _restore(storage: Any, location: str) -> Any:
    if not location.startswith("mps"):
        return None
    setattr(storage, _MARK, True)
    return storage


_plain_rebuild = torch._utils._rebuild_tensor


def _rebuild(storage: Any, offset: Any, size: Any, stride: Any) -> Any:
    made = _plain_rebuild(storage, offset, size, stride)
    marked = getattr(getattr(storage, "_untyped_storage", storage), _MARK, False)
    return tensor.MPSTensor(made) if marked else made


def _register(patches: Patches, kind: Any) -> None:
    reducers = ForkingPickler._extra_reducers  # type: ignore[attr-defined]
    before = reducers.get(kind)
    reducers[kind] = lambda value: _cross(value, before)
    if before is None:
        patches.later(lambda: reducers.pop(kind, None))
    else:
        patches.later(lambda: reducers.__setitem__(kind, before))


def _cross(value: Any, plainly: Any) -> Any:
    """Refuse what a Mac can't hand to another process."""
    if isinstance(value, tensor.MPSTensor) or plainly is None:
        raise RuntimeError(texts.SHARED)
    return plainly(value)
