"""MPS: whether it is used, and its limits. Nothing here makes its allocator.

Asking for memory makes the allocator, which reads `PYTORCH_MPS_*` once and for
all (MPSAllocator.mm: init_allocator), so it is asked only after the learner has.
"""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any

from . import simulated
from .variables import FOLLOWED

# MPSAllocator.h: kDefaultHighWatermarkRatio.
HIGH_WATERMARK = 1.7
_MOST_NAMES, _MOST_PARTS = 500, 64
# Once made, the allocator stays; a tensor may be gone again.
_SEEN: set[str] = set()


def release(torch: Any) -> tuple[int, int]:
    """Torch's version as (major, minor); (0, 0) where it is not a version."""
    try:
        major, minor = str(torch.__version__).split(".")[:2]
        return int(major), int(minor)
    except ValueError:
        return 0, 0


def in_use(torch: Any) -> tuple[bool | None, str | None]:
    """Whether MPS memory has been used in this process, and how that is known.

    From 2.13 on torch says so; before, the same call fails an internal assert
    (pytorch#186430). There an MPS tensor among the learner's names proves it,
    and without one nothing is known. A simulated Mac answers with any release,
    unless it plays one.
    """
    mac = simulated.facts()
    if release(torch) >= (2, 13) or (mac is not None and not mac.get("torch")):
        return bool(torch._C._accelerator_isAllocatorInitialized()), "allocator"  # noqa: SLF001
    if not _SEEN and _named(torch):
        _SEEN.add("mps")
    return (True if _SEEN else None), "names"


def _named(torch: Any) -> bool:
    names = getattr(sys.modules.get("__main__"), "__dict__", {})
    values = list(islice(names.values(), _MOST_NAMES))
    return any(_on_mps(torch, value) for value in values)


def _on_mps(torch: Any, value: Any) -> bool:
    # By its type alone: a learner's object may answer `isinstance` with code of its own.
    kind = type(value)
    if issubclass(kind, torch.Tensor):
        return bool(torch.Tensor.is_mps.__get__(value))
    module = getattr(getattr(torch, "nn", None), "Module", None)
    return module is not None and issubclass(kind, module) and _module_on_mps(torch, value)


def _module_on_mps(torch: Any, module: Any) -> bool:
    todo, looked = [module], 0
    while todo and looked < _MOST_PARTS:
        part, looked = todo.pop(), looked + 1
        fields = vars(part)
        tensors = [t for t in (fields.get("_parameters") or {}).values() if t is not None]
        if tensors:
            return _on_mps(torch, tensors[0])
        todo.extend(p for p in (fields.get("_modules") or {}).values() if p is not None)
    return False


def limits(torch: Any) -> dict[str, int | None]:
    """Metal's recommended working set, the hard limit and the largest buffer, in bytes.

    Only for a process that uses MPS already. `recommended_max_memory` came with
    2.5, `_mps_maxBufferLength` with 2.13. The hard limit is that of the watermark
    which the allocator has read; None where that is not known, or where it is 0: no limit.
    """
    recommended = _asked(getattr(torch.mps, "recommended_max_memory", None))
    largest = _asked(getattr(torch._C, "_mps_maxBufferLength", None))  # noqa: SLF001
    ratio = _high_watermark()
    limit = int(recommended * ratio) if recommended and ratio else None
    return {"recommended": recommended, "limit": limit, "largest_buffer": largest}


def _high_watermark() -> float | None:
    known, text = FOLLOWED.read("PYTORCH_MPS_HIGH_WATERMARK_RATIO")
    try:
        return (HIGH_WATERMARK if text is None else float(text)) if known else None
    except ValueError:  # No number is 0 to `strtod`, by which torch reads it.
        return None


def _asked(function: Any) -> int | None:
    return None if function is None else int(function()) or None


def counts(torch: Any) -> dict[str, int | None]:
    """What torch's allocator has counted, in bytes: `allocated_peak` and `reserved`; nothing before 2.13.

    Takes the allocator's lock (MPSAllocator.h: getDeviceStats), so it is asked as a cell ends.
    """
    if release(torch) < (2, 13):
        return {}
    stats = torch.accelerator.memory_stats()
    held = stats.get("reserved_bytes.all.current")
    return {
        "allocated_peak": int(stats["allocated_bytes.all.peak"]),
        "reserved": None if held is None else int(held),
    }


def describe(torch: Any) -> dict[str, Any]:
    """The report's `mps`."""
    used, detector = in_use(torch)
    told = {"recommended": None, "limit": None, "largest_buffer": None}
    return {"used": used, "detector": detector, **(limits(torch) if used else told)}
