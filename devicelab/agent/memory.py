"""One reading of memory: the process, the machine and the accelerator."""

from __future__ import annotations

from typing import Any

from . import apple, backends, cgroup, host

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
    "allocated_peak": None,
}


class MemoryReader:
    """Reads memory in bytes; None is "not reported". Keeps what doesn't change between readings."""

    def __init__(self) -> None:
        self.cuda_device = 0
        self._allowance = cgroup.Allowance()
        self._total = _least(host.memory_total(), self._allowance.limit)
        self._available: int | None = None
        self._readings = 0
        self._cuda_total: dict[int, int] = {}
        self._mps_limits: dict[str, int | None] | None = None

    def note_current_device(self) -> None:
        """Remember the learner's CUDA device: `current_device` is each thread's own, so call this on the main one."""
        try:
            torch = backends.loaded()
            if torch is not None and torch.cuda.is_initialized():
                self.cuda_device = int(torch.cuda.current_device())
        except Exception:  # After an assert on the device, CUDA answers nothing but that.
            return

    def gpu_uuid(self) -> str | None:
        """The learner's CUDA device by its UUID; None where it has none, or before it is used."""
        try:
            torch = backends.loaded()
            if torch is None or not torch.cuda.is_initialized():
                return None
            return str(torch.cuda.get_device_properties(self.cuda_device).uuid)
        except Exception:  # A torch, or a device, that does not tell.
            return None

    def read(self, *, ended: bool = False) -> dict[str, Any]:
        """The sample's `mem`; `ended`: the cell is over, so what takes a lock may be asked too."""
        return {
            **NOTHING,
            "rss": host.resident(),
            "system_total": self._total,
            "system_available": self._system_available(),
            **self._accelerator(ended),
        }

    def _system_available(self) -> int | None:
        # The machine's memory moves slowly, and each file read is a wait for the interpreter lock.
        if self._readings % 2 == 0:
            self._available = _least(host.memory_available(), self._allowance.left())
        self._readings += 1
        return self._available

    def _accelerator(self, ended: bool) -> dict[str, Any]:
        torch = backends.loaded()
        if torch is None:
            return {}
        device = backends.device_in_use(torch)
        read = {"mps": self._mps, "cuda": self._cuda, "xpu": _xpu}.get(device or "")
        try:
            found = read(torch, ended) if read is not None else {}
        except Exception:  # Not reported, in whatever way this torch fails to tell.
            found = {}
        return {"device": device, **found}

    def _mps(self, torch: Any, ended: bool) -> dict[str, Any]:
        if not apple.in_use(torch)[0]:
            return {}
        if self._mps_limits is None:
            self._mps_limits = apple.limits(torch)
        return {
            "allocated": int(torch.mps.current_allocated_memory()),
            "driver": int(torch.mps.driver_allocated_memory()),
            "recommended": self._mps_limits["recommended"],
            "limit": self._mps_limits["limit"],
            **(_attempt_counts(torch) if ended else {}),
        }

    def _cuda(self, torch: Any, _: bool) -> dict[str, Any]:
        index = self.cuda_device
        if index not in self._cuda_total:
            self._cuda_total[index] = int(torch.cuda.get_device_properties(index).total_memory)
        stats = torch.cuda.memory.memory_stats_as_nested_dict(index)
        return {
            "allocated": _counted(stats, "allocated_bytes", "current"),
            "reserved": _counted(stats, "reserved_bytes", "current"),
            "allocated_peak": _counted(stats, "allocated_bytes", "peak"),
            "limit": self._cuda_total[index],
        }


def _xpu(torch: Any, _: bool) -> dict[str, Any]:
    return {
        "allocated": int(torch.xpu.memory_allocated()),
        "reserved": int(torch.xpu.memory_reserved()),
        "allocated_peak": int(torch.xpu.max_memory_allocated()),
        "limit": int(torch.xpu.get_device_properties().total_memory),
    }


def _attempt_counts(torch: Any) -> dict[str, int | None]:
    try:
        return apple.counts(torch)
    except Exception:  # This torch counts nothing on MPS.
        return {}


def _least(*sizes: int | None) -> int | None:
    return min((size for size in sizes if size is not None), default=None)


def _counted(stats: dict[str, Any], name: str, which: str) -> int:
    # An allocator that has served nothing yet has no figures: that is a true 0.
    return int(stats[name]["all"][which]) if stats else 0
