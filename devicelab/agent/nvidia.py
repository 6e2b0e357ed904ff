"""CUDA: its driver and its GPUs, without ever making a context."""

from __future__ import annotations

import os
import re
from typing import Any

from .text import clip

_MOST = 64


def driver() -> str | None:
    """The NVIDIA driver's version, from the file of its kernel module (Linux)."""
    try:
        with open("/proc/driver/nvidia/version", encoding="ascii", errors="replace") as file:
            found = re.search(r"Kernel Module.*?\s(\d+\.\d+(?:\.\d+)?)\s", file.read(1024))
    except OSError:
        return None
    return found.group(1) if found else None


def describe(torch: Any, library: bool | None, initialized: bool) -> dict[str, Any]:
    """The report's `cuda`; the GPUs only once the learner has initialised CUDA."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    return {
        "driver": driver(),
        "visible_devices": None if visible is None else clip(visible, 256),
        "driver_library": library,
        "devices": _devices(torch) if initialized else [],
    }


def _devices(torch: Any) -> list[dict[str, Any]]:
    count = min(int(torch.cuda.device_count()), _MOST)
    return [_device(torch.cuda.get_device_properties(i), i) for i in range(count)]


def _device(facts: Any, index: int) -> dict[str, Any]:
    name, uuid = clip(facts.name, 128), getattr(facts, "uuid", None)
    return {
        "index": index,
        "name": name,
        "uuid": None if uuid is None else clip(uuid, 64),
        "memory": int(facts.total_memory),
        # The driver names a slice after the GPU and the profile: `NVIDIA H100 MIG 1g.10gb`.
        "mig": " MIG " in name,
    }
