"""Right answers to m2.q4, and wrong ones that each do one thing else."""

from __future__ import annotations

from collections.abc import Mapping

REFERENCE = """\
import torch

SMALLER = {torch.float64: torch.float32, torch.complex128: torch.complex64}


def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device, SMALLER.get(batch.dtype, batch.dtype))
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch
"""

ALTERNATIVES: Mapping[str, str] = {
    "two_steps": """\
import torch


def to_device(batch, device):
    go = lambda value: to_device(value, device)
    if torch.is_tensor(batch):
        if batch.dtype == torch.float64:
            batch = batch.float()
        elif batch.dtype == torch.complex128:
            batch = batch.to(torch.complex64)
        return batch.to(device, copy=True)
    if type(batch) is dict:
        return dict(zip(batch, map(go, batch.values())))
    if type(batch) is list:
        return list(map(go, batch))
    if isinstance(batch, tuple):
        return batch._make(map(go, batch)) if hasattr(batch, "_make") else tuple(map(go, batch))
    return batch
""",
    "pytree": """\
import torch
from torch.utils._pytree import tree_map


def to_device(batch, device):
    def move(x):
        if not isinstance(x, torch.Tensor):
            return x
        if x.is_complex():
            x = x.to(torch.complex64) if x.dtype == torch.complex128 else x
        elif x.dtype == torch.double:
            x = x.to(dtype=torch.float)
        return x.to(device=device, non_blocking=False)

    return tree_map(move, batch)
""",
}


def _with(old: str, new: str) -> str:
    if old not in REFERENCE:
        raise ValueError(f"the reference has no {old!r}")
    return REFERENCE.replace(old, new)


_MOVE = "return batch.to(device, SMALLER.get(batch.dtype, batch.dtype))"
_NAMED = """\
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
"""

_ONE_LEVEL = """\
import torch

SMALLER = {torch.float64: torch.float32, torch.complex128: torch.complex64}


def to_device(batch, device):
    def move(x):
        return x.to(device, SMALLER.get(x.dtype, x.dtype)) if torch.is_tensor(x) else x

    if isinstance(batch, dict):
        return {key: move(value) for key, value in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*map(move, batch))
    return type(batch)(map(move, batch)) if isinstance(batch, (list, tuple)) else move(batch)
"""

WRONG: Mapping[str, str] = {
    "all_float": _with(_MOVE, "return batch.float().to(device)"),
    "floats_all_to_32": _with(
        _MOVE,
        "dtype = torch.float32 if batch.is_floating_point() else SMALLER.get(batch.dtype, batch.dtype)\n"
        "        return batch.to(device, dtype)",
    ),
    "cast_after_move": _with(
        _MOVE, "return batch.to(device).to(SMALLER.get(batch.dtype, batch.dtype))"
    ),
    "not_cast": _with(_MOVE, "return batch.to(device)"),
    "complex_left": _with(", torch.complex128: torch.complex64", ""),
    "namedtuple_lost": _with(_NAMED, "").replace(
        "return type(batch)(to_device(value, device) for value in batch)",
        "moved = [to_device(value, device) for value in batch]\n"
        "        return moved if isinstance(batch, list) else tuple(moved)",
    ),
    "namedtuple_by_type": _with(_NAMED, ""),
    "list_for_tuple": _with(
        "return type(batch)(to_device(value, device) for value in batch)",
        "return [to_device(value, device) for value in batch]",
    ),
    "not_nested": _ONE_LEVEL,
    "changes_input": _with(
        "return {key: to_device(value, device) for key, value in batch.items()}",
        "for key in batch:\n"
        "            batch[key] = to_device(batch[key], device)\n"
        "        return batch",
    ),
    "others_lost": _with("    return batch\n", "    return None\n"),
    "not_moved": _with(_MOVE, "return batch.to(SMALLER.get(batch.dtype, batch.dtype))"),
}
