"""A simulated Mac with an older torch: its version, and nothing that came to MPS later.

Read in the macOS wheels 2.4.1, 2.9.1, 2.13.0 and 2.14.1 and, for what other wheels
have as well, in 2.5, 2.6 and 2.7. What is hidden is hidden from torch's own code too.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.torch_version import TorchVersion

from devicelab.simulator import texts
from devicelab.simulator.patches import Patches
from devicelab.simulator.texts import parse

#: What came with which release, as paths from `torch`.
CAME: dict[tuple[int, int], tuple[str, ...]] = {
    (2, 5): ("mps.recommended_max_memory", "mps.is_available"),
    (2, 6): ("accelerator",),
    (2, 7): ("mps.compile_shader",),
    (2, 9): (
        "backends.mps.get_name",
        "backends.mps.get_core_count",
        *(f"accelerator.{name}" for name in ("memory_stats", "memory_allocated", "empty_cache")),
        *("accelerator.max_memory_allocated", "accelerator.memory_reserved"),
        *("accelerator.max_memory_reserved", "accelerator.reset_peak_memory_stats"),
        "_C._accelerator_isAllocatorInitialized",
    ),
    (2, 10): ("accelerator.get_memory_info", "accelerator.get_device_capability"),
    (2, 13): ("mps.load_metallib", "_C._mps_maxBufferLength"),
}
# Until 2.13 the allocator was not one of those that `torch.accelerator` knows (pytorch#186430).
_COUNTED = (2, 13)
_COUNTERS = (
    "_accelerator_isAllocatorInitialized",
    "_accelerator_emptyCache",
    "_accelerator_getDeviceStats",
    "_accelerator_resetPeakStats",
)


class NewerReleaseError(ValueError):
    """A release that is newer than the torch installed; the text says so."""


def label(version: str) -> str:
    """Give the version as it is told, such as ``"2.8.0+simulated"``.

    Raises:
        NewerReleaseError: The torch installed is older.
        ValueError: It is no version.
    """
    if parse(version) > parse(torch.__version__):
        raise NewerReleaseError(
            f"This is torch {torch.__version__}: a simulated Mac can have this release or an "
            f"older one, not {version}."
        )
    return version.partition("+")[0] + "+simulated"


def install(patches: Patches, version: str) -> None:
    """Answer as the release of `label` until `patches` are undone."""
    release = parse(version)
    patches.set(torch, "__version__", TorchVersion(version))
    for came, paths in CAME.items():
        for path in paths if came > release else ():
            owner, name = home(path)
            if owner is not None:
                patches.hide(owner, name)
    if release < _COUNTED:
        for name in _COUNTERS:
            if hasattr(torch._C, name):
                patches.set(torch._C, name, _unknown_allocator)


def home(path: str) -> tuple[Any, str]:
    """Give the module that holds the last name of `path`; None where there is none."""
    owner: Any = torch
    *parts, name = path.split(".")
    for part in parts:
        owner = getattr(owner, part, None)
    return owner, name


def _unknown_allocator(*_: Any) -> Any:
    raise RuntimeError(texts.UNKNOWN_ALLOCATOR)
