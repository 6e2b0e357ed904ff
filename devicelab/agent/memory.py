"""One reading of memory: the process, the machine and the accelerator."""

from __future__ import annotations

import os
from typing import Any

from . import backends, host

# MPSAllocator.h: kDefaultHighWatermarkRatio.
MPS_HIGH_WATERMARK = 1.7

# A sample's `mem` in which nothing is reported.
NOTHING: dict[str, int | str | None] = {
    "rss": None,
    "system_total": None,
    "system_available": None,
    "device": None,
    "allocated": None,
    "reserved": None,
    "driver": None,
    "recommended": None,
    "limit": None,
}


class MemoryReader:
    """Reads memory in bytes; None is "not reported". Keeps what doesn't change between readings."""

    def __init__(self) -> None:
        self.cuda_device = 0
        self._total = host.memory_total()
        self._available: int | None = None
        self._readings = 0
        self._cuda_total: dict[int, int] = {}
        self._mps_limits: dict[str, int | None] | None = None

    def note_current_device(self) -> None:
        """Remember the learner's CUDA device: `current_device` is each thread's own, so call this on the main one."""
        torch = backends.loaded()
        if torch is not None and torch.cuda.is_initialized():
            self.cuda_device = int(torch.cuda.current_device())

    def read(self) -> dict[str, Any]:
        """The sample's `mem`."""
        return {
            **NOTHING,
            "rss": host.resident(),
            "system_total": self._total,
            "system_available": self._system_available(),
            **self._accelerator(),
        }

    def _system_available(self) -> int | None:
        # The machine's memory moves slowly, and each file read is a wait for the interpreter lock.
        if self._readings % 2 == 0:
            self._available = host.memory_available()
        self._readings += 1
        return self._available

    def _accelerator(self) -> dict[str, Any]:
        torch = backends.loaded()
        if torch is None:
            return {}
        device = backends.device_in_use(torch)
        read = {"mps": self._mps, "cuda": self._cuda}.get(device or "")
        try:
            found = read(torch) if read is not None else {}
        except Exception:  # Not reported, in whatever way this torch fails to tell.
            found = {}
        return {"device": device, **found}

    def _mps(self, torch: Any) -> dict[str, Any]:
        if not _mps_in_use(torch):
            return {}
        if self._mps_limits is None:
            self._mps_limits = _mps_limits(torch)
        return {
            "allocated": int(torch.mps.current_allocated_memory()),
            "driver": int(torch.mps.driver_allocated_memory()),
            **self._mps_limits,
        }

    def _cuda(self, torch: Any) -> dict[str, Any]:
        index = self.cuda_device
        if index not in self._cuda_total:
            self._cuda_total[index] = int(torch.cuda.get_device_properties(index).total_memory)
        stats = torch.cuda.memory.memory_stats_as_nested_dict(index)
        return {
            "allocated": _current(stats, "allocated_bytes"),
            "reserved": _current(stats, "reserved_bytes"),
            "limit": self._cuda_total[index],
        }


def _current(stats: dict[str, Any], name: str) -> int:
    # An allocator that has served nothing yet has no figures: that is a true 0.
    return int(stats[name]["all"]["current"]) if stats else 0


def _mps_in_use(torch: Any) -> bool:
    """Whether the learner has used MPS already.

    Asking for memory makes the allocator, which reads `PYTORCH_MPS_*` once and
    for all. Before torch 2.13 nothing safe tells (the call raises there), and
    the memory stays "not reported".
    """
    return bool(torch._C._accelerator_isAllocatorInitialized())  # noqa: SLF001


def _mps_limits(torch: Any) -> dict[str, int | None]:
    recommended = int(torch.mps.recommended_max_memory())
    ratio = float(os.environ.get("PYTORCH_MPS_HIGH_WATERMARK_RATIO") or MPS_HIGH_WATERMARK)
    return {"recommended": recommended, "limit": int(recommended * ratio) if ratio > 0 else None}
