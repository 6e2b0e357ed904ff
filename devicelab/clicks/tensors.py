"""Which of the learner's names hold the most memory in tensors.

No code of the learner's runs: types are read from the interpreter, what an object
holds is asked of the garbage collector, and no object is printed, compared or
asked for an attribute. It is bounded in objects and seconds, and says so.
"""

from __future__ import annotations

import gc
import sys
import time
import types
from collections import deque
from typing import Any

from .shared import Answer, find_agent

MOST_ROWS, MOST_OBJECTS, SECONDS, LONGEST = 20, 50_000, 1.0, 100_000
_MRO = type.__dict__["__mro__"].__get__
_FLAGS = type.__dict__["__flags__"].__get__
# Py_TPFLAGS_HEAPTYPE: made by a class statement, unlike the interpreter's own types.
_HEAP = 1 << 9
_PLAIN = frozenset({int, float, str, bytes, bool, complex, type(None), range, slice})
_HOLDERS = (dict, list, tuple, set, frozenset, deque)
_CLOSED = (type, types.ModuleType, types.FunctionType, types.MethodType, types.CodeType)


def answer() -> Answer:
    """The names with the most bytes, following `protocol/tensors.schema.json`."""
    agent = find_agent()
    torch = agent.backends.loaded()
    reader = agent.memory.MemoryReader()
    reader.note_current_device()
    memory = reader.read()
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001
        walk = Walk(torch)
        for name, value in _names():
            walk.visit(name, value)
    rows = sorted(walk.rows, key=lambda row: row["bytes"], reverse=True)
    return Answer(
        v=1,
        kind="tensors",
        rows=rows[:MOST_ROWS],
        names=len(rows),
        totals=[{"device": d, "bytes": b} for d, b in sorted(walk.totals.items())][:16],
        device=memory["device"],
        allocated=memory["allocated"],
        cut=walk.cut,
    )


def _names() -> list[tuple[str, Any]]:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    hidden = getattr(shell, "user_ns_hidden", {})
    names = getattr(shell, "user_ns", None) or sys.modules["__main__"].__dict__
    mine = [
        (name, value)
        for name, value in list(names.items())
        # IPython keeps each result in `Out`, which is how a tensor outlives its name.
        if type(name) is str and (name not in hidden or name == "Out")
    ]
    # A storage counts for the first name that holds it: plain names before `_x`, and `Out` last.
    return sorted(mine, key=lambda pair: (pair[0] == "Out", pair[0].startswith("_")))


class Walk:
    """Counts each storage once, for the first name that holds it."""

    def __init__(self, torch: Any) -> None:
        self.rows: list[dict[str, Any]] = []
        self.totals: dict[str, int] = {}
        self.cut = False
        self._torch = torch
        self._simulated = getattr(sys.modules.get("devicelab.simulator.tensor"), "MPSTensor", None)
        self._owners: dict[tuple[str, int], str] = {}
        self._seen: set[int] = set()
        self._end = time.monotonic() + SECONDS

    def visit(self, name: str, value: Any) -> None:
        """Take note of all tensors that `value` is or holds, under `name`."""
        name = name[:64]
        found = self._tensors(value)
        if not found:
            return
        own = [facts for facts in map(self._facts, found) if facts is not None]
        fresh = [facts for facts in own if self._owners.setdefault(facts["key"], name) == name]
        sizes = {facts["key"]: facts for facts in fresh}
        for facts in sizes.values():
            self.totals[facts["device"]] = self.totals.get(facts["device"], 0) + facts["bytes"]
        alone = own[0]["shape"] if own and self._is_tensor(value) else None
        shared = self._owners[own[0]["key"]] if own and not fresh else None
        self.rows.append(
            {
                "name": name,
                "bytes": sum(facts["bytes"] for facts in sizes.values()),
                "tensors": len(own),
                "devices": _words(own, "device"),
                "dtypes": _words(own, "dtype"),
                "shape": alone,
                "shared": shared,
            }
        )

    def _is_tensor(self, value: Any) -> bool:
        return self._torch.Tensor in _MRO(type(value))

    def _tensors(self, value: Any) -> list[Any]:
        """All tensors in reach, `value` first; objects met under an earlier name are left out."""
        found, todo, first = [], deque([value]), True
        while todo:
            one = todo.popleft()
            if self._is_tensor(one):
                found.append(one)
                todo.extend(self._gradient(one))
            elif first or id(one) not in self._seen:
                self._seen.add(id(one))
                todo.extend(self._inside(one))
            first = False
        return found

    def _inside(self, value: Any) -> list[Any]:
        kind = type(value)
        mro = _MRO(kind)
        if any(closed in mro for closed in _CLOSED):
            return []
        if not _FLAGS(kind) & _HEAP and not any(holder in mro for holder in _HOLDERS):
            return []
        if len(self._seen) > MOST_OBJECTS or time.monotonic() > self._end:
            self.cut = True
            return []
        held = gc.get_referents(value)
        self.cut = self.cut or len(held) > LONGEST
        return [one for one in held[:LONGEST] if type(one) not in _PLAIN]

    def _gradient(self, tensor: Any) -> list[Any]:
        base = self._torch._C.TensorBase  # noqa: SLF001
        try:
            grad = base.grad.__get__(tensor) if base.is_leaf.__get__(tensor) else None
        except Exception:  # noqa: BLE001 - a tensor of a kind that has none
            return []
        return [] if grad is None else [grad]

    def _facts(self, tensor: Any) -> dict[str, Any] | None:
        base = self._torch._C.TensorBase  # noqa: SLF001
        device = None
        if self._simulated is not None and self._simulated in _MRO(type(tensor)):
            device, tensor = "mps:0", tensor._inner  # noqa: SLF001
        try:
            storage = base.untyped_storage(tensor)
            # In C: a storage without memory of its own (meta, fake) says so here.
            return {
                "key": (device or str(base.device.__get__(tensor)), storage._cdata),  # noqa: SLF001
                "device": (device or str(base.device.__get__(tensor)))[:32],
                "dtype": str(base.dtype.__get__(tensor)).replace("torch.", "")[:32],
                "shape": [int(side) for side in base.shape.__get__(tensor)][:16],
                "bytes": int(storage.nbytes()),
            }
        except Exception:  # noqa: BLE001 - sparse tensors and wrappers have no storage
            return None


def _words(facts: list[dict[str, Any]], key: str) -> list[str]:
    return sorted({one[key] for one in facts})[:8]
