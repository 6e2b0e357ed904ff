"""The counter of an accelerator's memory: what a tensor is on, its allocator knows."""

from __future__ import annotations

from typing import Any

import torch


def allocated(device: Any) -> int | None:
    """Give the bytes in live tensors on a device; None where nobody counts, as for the CPU."""
    kind = torch.device(device).type
    if kind == "mps":
        return int(torch.mps.current_allocated_memory())
    if kind == "cpu":
        return None
    count = getattr(getattr(torch, kind, None), "memory_allocated", None)
    return None if count is None else int(count())
