"""What `torch.mps`, `torch.backends.mps` and `torch.accelerator` ask of C++, answered."""

from __future__ import annotations

import itertools
import time
from typing import Any, Callable

import torch

from devicelab.simulator.patches import Patches
from devicelab.simulator.pool import Pool
from devicelab.simulator.session import Session

_CACHED = ("is_available", "is_macos_or_newer", "is_macos13_or_newer", "get_name", "get_core_count")


def install(patches: Patches, session: Session) -> None:
    """Answer as the session's machine until `patches` are undone."""
    _forget_answers()
    patches.later(_forget_answers)
    profile = session.profile
    answers: dict[str, Any] = {
        "_has_mps": profile.built,
        "_mps_is_available": lambda: profile.available,
        "_mps_is_on_macos_or_newer": lambda major, minor: profile.macos_version >= (major, minor),
        "_mps_get_name": lambda: profile.device_name,
        "_mps_get_core_count": lambda: profile.gpu_cores,
    }
    if profile.available:
        answers.update(_memory(session.pool), **_events(), **_accelerator(session.pool))
        patches.set(torch.mps, "_default_mps_generator", torch.default_generator)
    for name, answer in answers.items():
        patches.set(torch._C, name, answer)


def _forget_answers() -> None:
    for name in _CACHED:
        clear = getattr(getattr(torch.backends.mps, name, None), "cache_clear", None)
        if clear is not None:
            clear()


def _memory(pool: Pool) -> dict[str, Any]:
    def asked(answer: Callable[[], Any]) -> Callable[[], Any]:
        # Whoever asks for memory makes the allocator, which then reads the watermarks
        # (MPSAllocator.mm: getIMPSAllocator, init_allocator).
        def told() -> Any:
            pool.touch()
            return answer()

        return told

    answers: dict[str, Any] = {
        "_mps_deviceSynchronize": lambda: None,
        "_mps_emptyCache": asked(pool.empty_cache),
        "_mps_setMemoryFraction": pool.set_fraction,
        "_mps_currentAllocatedMemory": asked(lambda: pool.current),
        "_mps_driverAllocatedMemory": asked(lambda: pool.held + pool.other),
        "_mps_recommendedMaxMemory": asked(lambda: pool.recommended),
        "_mps_get_default_generator": lambda: torch.default_generator,
    }
    if pool.largest is not None:
        answers["_mps_maxBufferLength"] = lambda: pool.largest
    return answers


def _accelerator(pool: Pool) -> dict[str, Any]:
    return {
        "_accelerator_getAccelerator": lambda: torch.device("mps"),
        # Torch 2.6 counts by this one.
        "_accelerator_deviceCount": lambda: 1,
        "_accelerator_getDeviceIndex": lambda: 0,
        "_accelerator_setDeviceIndex": lambda _index: None,
        "_accelerator_synchronizeDevice": lambda _index: None,
        "_accelerator_getStream": lambda _index: _Stream(),
        "_accelerator_setStream": lambda _stream: None,
        "_accelerator_isAllocatorInitialized": lambda: pool.used,
        "_accelerator_emptyCache": pool.empty_cache,
        "_accelerator_getDeviceStats": lambda _index: pool.stats(),
        "_accelerator_resetPeakStats": lambda _index: pool.reset_peak(),
        "_group_tensors_by_device_and_dtype": _grouped,
    }


class _Stream:
    """The device's one stream: its work is done. Optimizers ask it since torch 2.15."""

    device = torch.device("mps", 0)
    device_index = stream_id = 0

    def is_capturing(self) -> bool:
        """Return False: there are no graphs to capture."""
        return False

    def query(self) -> bool:
        """Return True: nothing is under way."""
        return True

    def synchronize(self) -> None:
        """Wait for nothing."""


_plain_grouping = torch._C._group_tensors_by_device_and_dtype


def _grouped(lists: Any, with_indices: bool = False) -> Any:
    """Group as the optimizers do; C++ calls the simulated device cpu."""
    groups = _plain_grouping(lists, with_indices)
    return {(_device(found, key[0]), key[1]): found for key, found in groups.items()}


def _device(found: Any, named: torch.device) -> torch.device:
    first = next((t for tensors in found[0] for t in tensors if t is not None), None)
    return named if first is None else first.device


def _events() -> dict[str, Any]:
    """`torch.mps.Event`: the work is done when it is recorded, for nothing here waits."""
    numbers = itertools.count(1)
    recorded: dict[int, float] = {}
    timed: dict[int, bool] = {}

    def acquire(timing: bool) -> int:
        number = next(numbers)
        timed[number] = timing
        return number

    def elapsed(start: int, end: int) -> float:
        if not (timed[start] and timed[end]):
            raise RuntimeError("Events were not created with argument 'enable_timing=True'")
        return (recorded[end] - recorded[start]) * 1e3

    def release(number: int) -> None:
        timed.pop(number, None)
        recorded.pop(number, None)

    def record(number: int) -> None:
        recorded[number] = time.perf_counter()

    return {
        "_mps_acquireEvent": acquire,
        "_mps_releaseEvent": release,
        "_mps_recordEvent": record,
        "_mps_waitForEvent": lambda _number: None,
        "_mps_synchronizeEvent": lambda _number: None,
        "_mps_queryEvent": lambda _number: True,
        "_mps_elapsedTimeOfEvents": elapsed,
    }
