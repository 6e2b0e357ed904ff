"""NVIDIA's management library as `nvidia-ml-py` offers it, over GPUs that are made up.

It stands where the library would be imported: all that the agent asks goes through it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

BARE = "00000000-0000-4000-8000-00000000000{}"


class RefusedError(Exception):
    """As NVMLError_NotSupported, _NotFound and their like."""


@dataclass
class Gpu:
    """A GPU, or a slice of one; `processes` is None where the driver refuses to list them."""

    uuid: str
    use: int
    name: str = "NVIDIA H100 80GB HBM3"
    slices: list[Gpu] = field(default_factory=list)
    processes: list[int] | None = field(default_factory=list)


def two_gpus() -> list[Gpu]:
    """Two whole GPUs, alike, used at 10 and at 20 %."""
    return [Gpu("GPU-" + BARE.format(n), use=10 * n) for n in (1, 2)]


def one_cut_gpu() -> list[Gpu]:
    """A GPU in two slices, used at 31 and at 32 %."""
    slices = [Gpu("MIG-" + BARE.format(n), use=30 + n) for n in (1, 2)]
    return [Gpu("GPU-" + BARE.format(9), use=90, slices=slices)]


class FakeNvml:
    """The functions of pynvml that the agent calls."""

    def __init__(self, gpus: list[Gpu]) -> None:
        self._gpus = gpus

    def nvmlInit(self) -> None:  # noqa: N802
        """Nothing to do."""

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802
        return len(self._gpus)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> Gpu:  # noqa: N802
        return self._gpus[index]

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> Gpu:  # noqa: N802
        for device in [part for gpu in self._gpus for part in (gpu, *gpu.slices)]:
            if device.uuid == uuid:
                return device
        raise RefusedError("Not Found")

    def nvmlDeviceGetUUID(self, device: Gpu) -> str:  # noqa: N802
        return device.uuid

    def nvmlDeviceGetName(self, device: Gpu) -> bytes:  # noqa: N802
        # Older releases of the package gave bytes.
        return device.name.encode()

    def nvmlDeviceGetMigMode(self, device: Gpu) -> list[int]:  # noqa: N802
        return [int(bool(device.slices))] * 2

    def nvmlDeviceGetMaxMigDeviceCount(self, _: Gpu) -> int:  # noqa: N802
        return 7

    def nvmlDeviceGetMigDeviceHandleByIndex(self, device: Gpu, index: int) -> Gpu:  # noqa: N802
        # The first place is free: its slice has been taken away.
        if 0 < index <= len(device.slices):
            return device.slices[index - 1]
        raise RefusedError("Not Found")

    def nvmlDeviceGetSamples(self, *_: Any) -> Any:  # noqa: N802
        raise RefusedError("Not Supported")

    def nvmlDeviceGetUtilizationRates(self, device: Gpu) -> Any:  # noqa: N802
        return SimpleNamespace(gpu=device.use)

    def nvmlDeviceGetPowerUsage(self, device: Gpu) -> int:  # noqa: N802
        raise RefusedError("Not Supported")

    def nvmlDeviceGetComputeRunningProcesses(self, device: Gpu) -> list[Any]:  # noqa: N802
        if device.processes is None:
            raise RefusedError("Not Supported")
        return [SimpleNamespace(pid=pid) for pid in device.processes]

    def nvmlSystemGetProcessName(self, pid: int) -> bytes:  # noqa: N802
        return b"/home/jane/env/bin/python%d -m train" % pid


@pytest.fixture
def nvml(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Gpu]], None]:
    """`nvml(gpus)`: the library is installed, and finds these; nothing says which to take."""
    for name in ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER"):
        monkeypatch.delenv(name, raising=False)
    return lambda gpus: monkeypatch.setitem(sys.modules, "pynvml", FakeNvml(gpus))
