"""A model of MPS's allocator: which counters move, by how much, and when memory is out.

Source of sizes and limits: MPSAllocator.h and MPSAllocator.mm of torch 2.13.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from devicelab.simulator import texts
from devicelab.simulator.texts import Texts

MIB = 2**20
_ALIGNMENT, _LARGE_ALIGNMENT = 256, 2 * MIB
# Largest buffer of a class, and the heap that its buffers come from.
_CLASSES = ((1 * MIB, 8 * MIB), (10 * MIB, 32 * MIB), (512 * MIB, 1024 * MIB))
_HIGH, _LOW, _MOST = 1.7, 1.4, 2.0


def _up(size: int, step: int) -> int:
    return -(-size // step) * step


def _heap(size: int) -> int | None:
    """The heap size in bytes that a buffer of `size` comes from; None for a heap of its own."""
    if size <= _CLASSES[0][0]:
        return _CLASSES[0][1]
    return next((heap for most, heap in _CLASSES[1:] if size < most), None)


class Pool:
    """All of a simulated device's memory, in bytes. Safe from any thread."""

    def __init__(
        self,
        recommended: int,
        texts_: Texts,
        largest: int | None = None,
        *,
        virtual_gpu: bool = False,
    ) -> None:
        self.recommended = recommended
        self.largest = largest
        self._virtual_gpu = virtual_gpu
        self.current = self.held = self.peak = self.held_peak = 0
        self.allocated = self.freed = 0
        self.used = False
        # Of other programs, and of Metal's own graphs, nothing is known here.
        self.other = 0
        # Faults, which can be taken away again; what the machine is stays.
        self.cap: int | None = None
        self.refuses_all = False
        self._texts = texts_
        self._ratio: float | None = None
        self._spare = {heap: 0 for _, heap in _CLASSES}
        self._cached = 0
        # Reentrant: a collection inside `allocate` may release a block of the same thread.
        self._lock = threading.RLock()

    def touch(self) -> None:
        """Read the watermarks from the environment, as the first use of the allocator does."""
        if self._ratio is None:
            high = float(os.environ.get("PYTORCH_MPS_HIGH_WATERMARK_RATIO") or _HIGH)
            low = float(os.environ.get("PYTORCH_MPS_LOW_WATERMARK_RATIO") or _LOW)
            if not 0 <= high <= _MOST:
                raise RuntimeError(texts.HIGH_WATERMARK.format(ratio=high))
            if high and not 0 <= low <= high:
                raise RuntimeError(texts.LOW_WATERMARK.format(ratio=low))
            self._ratio = high
        self.used = True

    def set_fraction(self, fraction: float) -> None:
        """Set the hard limit as a share of `recommended`; 0 is no limit."""
        self.touch()
        self._ratio = fraction

    @property
    def limit(self) -> int | None:
        """The most bytes that may be held, or None without limit."""
        if self.cap is not None:
            return self.cap
        ratio = _HIGH if self._ratio is None else self._ratio
        return int(ratio * self.recommended) or None

    def allocate(self, size: int) -> int:
        """Take a buffer and return its aligned size.

        Raises:
            RuntimeError: The limit would be passed; the text is the allocator's.
        """
        if self.largest is not None and size > self.largest:
            raise RuntimeError(texts.INVALID_BUFFER.format(size=self._texts.size(size)))
        with self._lock:
            self.touch()
            size = max(_ALIGNMENT, _up(size, _ALIGNMENT))
            heap = _heap(size)
            grow = self._growth(size, heap)
            if not self._fits(grow):
                self.empty_cache()
                grow = self._growth(size, heap)
                if not self._fits(grow):
                    # The heap does not fit: a buffer alone may.
                    grow = size
                    self._insist(size)
            self._take(size, grow, heap)
            return size

    def _growth(self, size: int, heap: int | None) -> int:
        if heap is None:
            return max(0, _up(size, _LARGE_ALIGNMENT) - self._cached)
        return 0 if self._spare[heap] >= size else heap

    def _fits(self, grow: int) -> bool:
        return self.limit is None or self.held + self.other + grow <= self.limit

    @property
    def gives_nothing(self) -> bool:
        """Whether each allocation fails: on a virtual GPU, or by a fault."""
        return self._virtual_gpu or self.refuses_all

    def _insist(self, size: int) -> None:
        if self.gives_nothing or not self._fits(size):
            raise RuntimeError(self._texts.out_of_memory(self.held, self.other, self.limit, size))

    def _take(self, size: int, grow: int, heap: int | None) -> None:
        if self.gives_nothing:
            self._insist(size)
        self.held += grow
        if heap is None:
            self._cached = max(0, self._cached + grow - _up(size, _LARGE_ALIGNMENT))
        else:
            self._spare[heap] = max(0, self._spare[heap] + grow - size)
        self.current += size
        self.allocated += size
        self.peak = max(self.peak, self.current)
        self.held_peak = max(self.held_peak, self.held)

    def release(self, size: int) -> None:
        """Give back a buffer of this aligned size; its heap stays until `empty_cache`."""
        with self._lock:
            self.current -= size
            self.freed += size
            heap = _heap(size)
            if heap is None:
                self._cached += _up(size, _LARGE_ALIGNMENT)
            else:
                self._spare[heap] += size

    def empty_cache(self) -> None:
        """Give back what no live buffer uses. Which heap a live buffer pins is not modelled."""
        with self._lock:
            self.held = max(self.current, self.held - sum(self._spare.values()) - self._cached)
            self._spare = dict.fromkeys(self._spare, 0)
            self._cached = 0

    def stats(self) -> dict[str, Any]:
        """The two figures of `torch.accelerator.memory_stats` that the counters above give."""
        live = {"current": self.current, "peak": self.peak}
        flow = {"allocated": self.allocated, "freed": self.freed}
        held = {"current": self.held, "peak": self.held_peak, "allocated": 0, "freed": 0}
        return {"allocated_bytes": {"all": {**live, **flow}}, "reserved_bytes": {"all": held}}

    def reset_peak(self) -> None:
        """Begin a new peak at what is in use now."""
        self.peak, self.held_peak = self.current, self.held
