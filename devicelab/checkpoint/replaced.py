"""Has something put its own function in the place of one of PyTorch's?

A check that stops inside our code is our bug, unless PyTorch is no longer itself: then
whoever replaced a part of it has to hear that, and not that we are sorry.
"""

from __future__ import annotations

import sys
from types import BuiltinFunctionType
from typing import Any

from .trial import Message

_PLAIN = (BuiltinFunctionType, type(str.upper))  # native functions and methods
_USED = {
    "torch": (
        "Generator",
        "Tensor",
        "allclose",
        "device",
        "empty",
        "equal",
        "float32",
        "full_like",
        "isfinite",
        "manual_seed",
        "no_grad",
        "nn",
        "ones",
        "randn",
        "tensor",
        "zeros",
    ),
    "torch.Tensor": ("all", "clone", "cpu", "detach", "item", "numpy", "to", "view"),
}


def part_of_torch() -> str | None:
    """Name a replaced or deleted part of torch, such as `torch.randn`; None if all are its own."""
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    owners = {"torch": torch, "torch.Tensor": getattr(torch, "Tensor", None)}
    for owner, names in _USED.items():
        for name in names:
            if not _is_own(getattr(owners[owner], name, None)):
                return f"{owner}.{name}"
    return None


def patched() -> tuple[str, Message] | None:
    """Give the outcome and the sentences of a check that met a replaced part; None if it met none."""
    part = part_of_torch()
    if part is None:
        return None
    return "error", Message(
        "torch_replaced",
        f"`{part}` is not PyTorch's own in this kernel any more.",
        "Something that ran here has replaced or deleted it, and the check can't do without.",
        "Restart the kernel, and leave out the line that assigns to it.",
    )


def _is_own(found: Any) -> bool:
    if type(found) in _PLAIN:
        return True
    home = getattr(found, "__module__", None) or type(found).__module__
    name = getattr(found, "__name__", "")
    # The simulator stands in for parts of torch, and says so elsewhere.
    return type(home) is str and (
        home.startswith(("torch", "devicelab.")) or str(name).startswith("torch")
    )
