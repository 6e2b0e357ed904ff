"""An NVIDIA GPU through its management library, where `nvidia-ml-py` is installed.

Asked beside the kernel only. Each call may be refused (WSL, MIG, a driver too
old): what can't be asked is not reported.
"""

from __future__ import annotations

import os
from typing import Any, Callable

_UTILIZATION = 0  # NVML_GPU_UTILIZATION_SAMPLES
_PERCENT = 100
_INTERVAL_US = 2_000_000
_KINDS = ("GPU-", "MIG-")
# The machine's own PID namespace (Linux, include/linux/proc_ns.h: PROC_PID_INIT_INO).
_MACHINES_OWN = "pid:[4026531836]"


def _attempt(call: Callable[..., Any], *args: Any) -> Any:
    try:
        return call(*args)
    except Exception:
        return None


class Nvml:
    """One GPU: by the UUID that a process which holds it knows; else the first that this process may see."""

    def __init__(self, uuid: str | None) -> None:
        self._library: Any = None
        self._device: Any = None
        self._held = uuid is not None
        self._seen = 0
        try:
            import pynvml

            pynvml.nvmlInit()
            self._library = pynvml
            self._device = self._first() if uuid is None else self._named(uuid)
        except Exception:  # No such library, driver or GPU.
            self._device = None
        if self._device is None:
            self._library = None

    def _named(self, uuid: str) -> Any:
        # torch tells the UUID bare, be it of a whole GPU or of a slice (MIG).
        names = [uuid] if uuid.startswith(_KINDS) else [kind + uuid for kind in _KINDS]
        found = (_attempt(self._library.nvmlDeviceGetHandleByUUID, name) for name in names)
        return next((device for device in found if device is not None), None)

    def _first(self) -> Any:
        """The first of `CUDA_VISIBLE_DEVICES`; None where there is none, or where it is not certain which."""
        library = self._library
        count = int(library.nvmlDeviceGetCount())
        gpus = [library.nvmlDeviceGetHandleByIndex(i) for i in range(count)]
        wanted = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0].strip()
        if wanted.startswith(_KINDS):
            # CUDA takes the beginning of a UUID too, where it is one GPU's alone.
            like = [g for g in gpus if _text(library.nvmlDeviceGetUUID(g)).startswith(wanted)]
            return self._named(wanted) or (like[0] if len(like) == 1 else None)
        if not wanted.isdigit() or int(wanted) >= count or not self._in_cudas_order(gpus):
            return None
        return self._slice(gpus[int(wanted)])

    def _in_cudas_order(self, gpus: list[Any]) -> bool:
        # By the bus here; in CUDA the fastest come first, unless it is told otherwise.
        names = {_text(self._library.nvmlDeviceGetName(gpu)) for gpu in gpus}
        return len(names) == 1 or os.environ.get("CUDA_DEVICE_ORDER") == "PCI_BUS_ID"

    def _slice(self, gpu: Any) -> Any:
        """The GPU, or its first slice where it is cut into slices: a process sees no more of it."""
        mode = _attempt(self._library.nvmlDeviceGetMigMode, gpu)
        if not mode or not mode[0]:
            return gpu
        ask = self._library.nvmlDeviceGetMigDeviceHandleByIndex
        most = int(self._library.nvmlDeviceGetMaxMigDeviceCount(gpu))
        found = (_attempt(ask, gpu, i) for i in range(most))
        return next((device for device in found if device is not None), None)

    def use(self) -> float | None:
        """The GPU's use since the last look, 0 to 1: the mean of the driver's own samples."""
        library = self._library
        if library is None:
            return None
        told = _attempt(library.nvmlDeviceGetSamples, self._device, _UTILIZATION, self._seen)
        # Seen on an H100: entries that hold no percentage, left over in the driver's buffer.
        listed = [(int(s.timeStamp), int(s.sampleValue.uiVal)) for s in (told[1] if told else ())]
        newest = max((at for at, _ in listed), default=0)
        since = max(self._seen, newest - _INTERVAL_US)
        values = [percent for at, percent in listed if at > since and percent <= _PERCENT]
        if values:
            self._seen = newest
            return sum(values) / len(values) / _PERCENT
        rates = _attempt(library.nvmlDeviceGetUtilizationRates, self._device)
        return None if rates is None else int(rates.gpu) / _PERCENT

    def power(self) -> float | None:
        """Watts that the GPU draws."""
        if self._library is None:
            return None
        told = _attempt(self._library.nvmlDeviceGetPowerUsage, self._device)
        return None if told is None else int(told) / 1000

    def others(self, own: int) -> list[tuple[int, str | None]] | None:
        """Processes with a context on this GPU beside `own`; None where they can't be told.

        In a container the driver may list none, or count them as the machine does
        (nvidia-docker#1483): where this process holds the GPU and is not among
        them, any of them may be this one.
        """
        if self._library is None:
            return None
        told = _attempt(self._library.nvmlDeviceGetComputeRunningProcesses, self._device)
        if told is None:
            return None
        pids = [int(process.pid) for process in told]
        if own not in pids and (self._held or not _counts_as_the_driver()):
            return None
        return [(pid, self._name(pid)) for pid in pids if pid != own]

    def _name(self, pid: int) -> str | None:
        name = _attempt(self._library.nvmlSystemGetProcessName, pid)
        # The program alone: its folder may hold a person's name.
        return _text(name).split(" ")[0].rsplit("/", 1)[-1] if name else None


def _text(told: Any) -> str:
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def _counts_as_the_driver() -> bool:
    try:
        return os.readlink("/proc/self/ns/pid") == _MACHINES_OWN  # noqa: PTH115
    except OSError:  # Windows has one way to count; without /proc nobody knows.
        return os.name == "nt"
