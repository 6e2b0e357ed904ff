"""Variables of the environment that change what torch does, and whether they came in time.

torch reads each of them once: some as it is imported, some as the allocator of
MPS is made, some as CUDA is initialised (PyTorch's MPS environment variables;
MPSFallback.mm; MPSAllocator.mm: init_allocator). Set later, they change nothing.
"""

from __future__ import annotations

import os
from typing import Any

from .text import clip

# What may be told of the environment: these names and no other.
READ_AT = {
    "PYTORCH_ENABLE_MPS_FALLBACK": "import",
    "PYTORCH_MPS_FAST_MATH": "import",
    "PYTORCH_MPS_PREFER_METAL": "import",
    "PYTORCH_MPS_HIGH_WATERMARK_RATIO": "mps",
    "PYTORCH_MPS_LOW_WATERMARK_RATIO": "mps",
    "PYTORCH_DEBUG_MPS_ALLOCATOR": "mps",
    "PYTORCH_MPS_LOG_PROFILE_INFO": "mps",
    "PYTORCH_MPS_TRACE_SIGNPOSTS": "mps",
    "PYTORCH_CUDA_ALLOC_CONF": "cuda",
    "PYTORCH_ALLOC_CONF": "cuda",
    "CUDA_VISIBLE_DEVICES": "cuda",
    "OMP_NUM_THREADS": "import",
    "OMP_WAIT_POLICY": "import",
    "MKL_NUM_THREADS": "import",
}


def _now() -> dict[str, str | None]:
    return {name: os.environ.get(name) for name in READ_AT}


class Variables:
    """Follows the variables from before torch reads them, as far as it was there in time."""

    def __init__(self) -> None:
        self._seen = _now()
        self._passed: set[str] = set()
        # What torch has read: a value, or nothing where it changed about then.
        self._read: dict[str, str | None] = {}
        self._noted = False

    def note(self, passed: dict[str, bool | None]) -> None:
        """Take note of the environment.

        Args:
            passed: of `import`, `mps` and `cuda`, whether torch has read its variables by now.
        """
        now = _now()
        # A simulated Mac comes and goes, and its allocator with it.
        self._passed -= {moment for moment, is_over in passed.items() if is_over is False}
        new = {moment for moment, is_over in passed.items() if is_over} - self._passed
        for name, moment in READ_AT.items():
            if moment in new:
                self._read.pop(name, None)
                # Changed since the last look, in which torch read it: nobody knows what it saw.
                if self._noted and now[name] == self._seen[name]:
                    self._read[name] = now[name]
        self._passed |= new
        self._seen, self._noted = now, True

    def values(self) -> tuple[str | None, ...]:
        """The variables as they were when last noted: asking for all is too dear for each sample."""
        return tuple(self._seen.values())

    def read(self, name: str) -> tuple[bool, str | None]:
        """Whether it is known what torch has read, or would read now, and what that is."""
        if READ_AT[name] in self._passed:
            return name in self._read, self._read.get(name)
        now = os.environ.get(name)
        return self._noted and now == self._seen[name], now

    def describe(self) -> list[dict[str, Any]]:
        """The report's `variables`.

        One that was taken away or changed after torch had read it is told as it was read,
        since that counts; what it was changed to comes behind it, as set too late.
        """
        told = []
        for name, value in _now().items():
            known, read = self.read(name)
            late = None if not known else read != value
            if READ_AT[name] not in self._passed:
                late = False
            elif read not in (None, value):
                told.append(_entry(name, read, False))
            if value is not None:
                told.append(_entry(name, value, late))
        return told


def _entry(name: str, value: str, late: bool | None) -> dict[str, Any]:
    return {"name": name, "value": clip(value, 128), "late": late}


FOLLOWED = Variables()
