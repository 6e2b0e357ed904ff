"""An NVIDIA GPU through its management library, where `nvidia-ml-py` is installed.

Asked beside the kernel only. Each call may be refused (WSL, MIG, a driver too
old): what can't be asked is not reported.
"""

from __future__ import annotations

from typing import Any, Callable

_UTILIZATION = 0  # NVML_GPU_UTILIZATION_SAMPLES
_PERCENT = 100
_INTERVAL_US = 2_000_000


def _attempt(call: Callable[..., Any], *args: Any) -> Any:
    try:
        return call(*args)
    except Exception:
        return None


class Nvml:
    """One GPU, by its UUID; else the first that this process may see."""

    def __init__(self, uuid: str | None) -> None:
        self._library: Any = None
        self._device: Any = None
        self._seen = 0
        try:
            import pynvml

            pynvml.nvmlInit()
            self._library = pynvml
            self._device = self._find(uuid)
        except Exception:  # No such library, driver or GPU.
            self._library = None

    def _find(self, uuid: str | None) -> Any:
        found = uuid and _attempt(
            self._library.nvmlDeviceGetHandleByUUID,
            uuid if uuid.startswith(("GPU-", "MIG-")) else "GPU-" + uuid,
        )
        return found or self._library.nvmlDeviceGetHandleByIndex(0)

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

    def processes(self) -> list[tuple[int, str | None]]:
        """Processes with a context on this GPU, by the numbers of the driver's own namespace."""
        if self._library is None:
            return []
        told = _attempt(self._library.nvmlDeviceGetComputeRunningProcesses, self._device) or []
        return [(int(p.pid), self._name(int(p.pid))) for p in told]

    def _name(self, pid: int) -> str | None:
        name = _attempt(self._library.nvmlSystemGetProcessName, pid)
        text = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
        # The program alone: its folder may hold a person's name.
        return text.split(" ")[0].rsplit("/", 1)[-1] if text else None
