"""What the device can do with tensors: dtypes, and the optimizers' fast paths."""

from __future__ import annotations

import sys
from typing import Any

_WHOLE = ("bool", "uint8", "int8", "int16", "int32", "int64")
_FLOATS = ("float16", "bfloat16", "float32")
_EVERYWHERE = (*_FLOATS, *_WHOLE, "complex64")


def dtypes(torch: Any, device: str | None) -> list[str] | None:
    """Dtypes that tensors on `device` may have, by rule: nothing is allocated to find out.

    MPS has no float64 and no complex128 (its own message: "the MPS framework
    doesn't support float64"); bfloat16 and complex need macOS 14
    (MPS messages up to torch 2.8; the later ones need macOS 14 for all).
    """
    if device is None:
        return None
    if device != "mps":
        return [*_EVERYWHERE, "float64", "complex128"]
    newer = torch.backends.mps.is_macos_or_newer(14, 0)
    return [d for d in _EVERYWHERE if newer or d not in ("bfloat16", "complex64")]


def optimizers(device: str | None) -> dict[str, bool | None] | None:
    """Which of torch.optim's fast paths take parameters on `device`, as torch itself lists them."""
    lists = sys.modules.get("torch.utils._foreach_utils")
    if device is None or lists is None:
        return None
    return {
        "fused": _listed(lists, "_get_fused_kernels_supported_devices", device),
        "foreach": _listed(lists, "_get_foreach_kernels_supported_devices", device),
    }


def _listed(lists: Any, name: str, device: str) -> bool | None:
    ask = getattr(lists, name, None)
    return None if ask is None else device in ask()
