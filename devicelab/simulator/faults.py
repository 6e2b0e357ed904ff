"""Faults that a simulated Mac can be given, for lessons and tests.

Each is a method of the running simulation's `faults`; `clear()` takes all away.
Operators are named as the dispatcher names them: ``"mm"`` or ``"aten::mm"``. A function
that torch composes of others is met as those: `F.linear` is ``addmm``, or ``mm`` and ``add``.
"""

from __future__ import annotations

import ctypes
import os
import time
from typing import Any

import torch

from devicelab.simulator.pool import Pool

# A matmul of a transposed view was off by 10 to 30 % (pytorch#193487).
_ERROR = 1.2


def _full(op: str) -> str:
    return op if "::" in op else f"aten::{op}"


def _hold(seconds: float) -> None:
    """Keep the interpreter lock for `seconds`, as a native call that never lets go of it."""
    if os.name == "posix":
        ctypes.PyDLL(None).usleep(int(seconds * 1e6))
        return
    began, count = time.perf_counter(), 100_000
    sum(range(count))
    sum(range(int(count * seconds / max(1e-9, time.perf_counter() - began))))


class Faults:
    """What is wrong with a simulated Mac."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.clear()

    def clear(self) -> None:
        """Take all faults away; memory that leaked is given back too. The machine stays what it is."""
        self.on_cpu: set[str] = set()
        self.missing: set[str] = set()
        self.wrong_ops: dict[str, bool] = {}
        self.hold = 0.0
        self.leak_size = 0
        self.leaked: dict[Any, bytes] = {}
        self._pool.cap = None
        self._pool.refuses_all = False
        self.active = False

    def fallback(self, op: str) -> None:
        """`op` runs on the CPU and warns, once a process, without need of the variable."""
        self.on_cpu.add(_full(op))
        self.active = True

    def unsupported(self, op: str) -> None:
        """`op` has no MPS kernel: NotImplementedError unless the fallback was switched on."""
        self.missing.add(_full(op))
        self.active = True

    def oom_at(self, size: int) -> None:
        """Memory is out at `size` bytes, whatever the watermark says."""
        self._pool.cap = size

    def virtual_gpu(self) -> None:
        """Each allocation fails, as on a virtual Mac's GPU (runner-images#9918)."""
        self._pool.refuses_all = True

    def gil_hold(self, seconds: float) -> None:
        """The next operator keeps the interpreter lock for `seconds`."""
        self.hold = seconds
        self.active = True

    def leak(self, size: int) -> None:
        """Each operator met in new shapes keeps `size` bytes of the process (pytorch#132596).

        torch's counters stay as they are and `empty_cache` frees none of it.
        """
        self.leak_size = size
        self.active = True

    def wrong(self, op: str, *, views_only: bool = False) -> None:
        """`op` answers 20 % too much, without a word; `views_only`: for non-contiguous inputs."""
        self.wrong_ops[_full(op)] = views_only
        self.active = True

    def before(self, op: str, args: tuple[Any, ...]) -> None:
        """Hold and leak, as an operator begins."""
        if self.hold:
            seconds, self.hold = self.hold, 0.0
            _hold(seconds)
        if self.leak_size:
            key = (op, *(tuple(a.shape) for a in args if isinstance(a, torch.Tensor)))
            if key not in self.leaked:
                self.leaked[key] = b"\x01" * self.leak_size

    def after(self, op: str, args: Any, out: Any) -> Any:
        """Return `out`, made wrong where that was asked for."""
        views_only = self.wrong_ops.get(op)
        if views_only is None or (views_only and not _any_view(args)):
            return out
        if isinstance(out, torch.Tensor) and out.is_floating_point():
            return out.mul_(_ERROR)
        return out


def _any_view(args: Any) -> bool:
    return any(isinstance(a, torch.Tensor) and not a.is_contiguous() for a in args)
