"""How much memory a training will need, before it is run.

It is run without numbers: torch's fake tensors know shapes, dtypes and when they are
freed, and compute nothing, so a batch that would not fit can be asked about. Every
storage is counted from its making to its end. What the kernels themselves take
(workspaces of convolutions, temporaries inside one operator) is not seen, nor is what
an allocator keeps for later, so the true figure is higher.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import Any, Callable

# Allocators hand memory out in blocks: kMinBlockSize in torch's CUDACachingAllocator.
BLOCK = 512


@dataclass(frozen=True)
class Forecast:
    """Bytes of tensors.

    Attributes:
        peak: the most that were alive at one time.
        left: what was still alive at the end.
    """

    peak: int
    left: int

    def fits(self, limit: int) -> bool:
        """Say whether the peak stays below `limit` bytes; the true one is higher."""
        return self.peak <= limit


def forecast(training: Callable[[str], Any]) -> Forecast:
    """Forecast the memory of a training.

    Args:
        training: called once with the device to use, as text. It makes model, optimizer
            and data there and runs two steps (an optimizer makes its state in the first);
            what it returns counts as left. It must not look at numbers: `.item()`, `print`
            and `if` on a tensor can't be answered.

    Raises:
        RuntimeError: torch is absent, or it has no fake tensors (before 2.0).
        Exception: whatever `training` raised.
    """
    try:
        from torch._subclasses.fake_tensor import FakeTensorMode
    except ImportError as error:
        raise RuntimeError("A forecast needs PyTorch 2.0 or newer.") from error
    counter = _counter()
    with FakeTensorMode(), counter:
        kept = training("cpu")
        left = counter.now
    del kept
    return Forecast(counter.peak, left)


def _counter() -> Any:
    """A dispatch mode that counts the bytes of living storages; `now` and `peak`."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    class Counter(TorchDispatchMode):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.now = self.peak = 0
            self.alive: set[int] = set()

        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            out = func(*args, **(kwargs or {}))
            for leaf in tree_leaves(out):
                if isinstance(leaf, torch.Tensor):
                    self._meet(leaf.untyped_storage())
            return out

        def _meet(self, storage: Any) -> None:
            # The C++ storage: its Python face comes and goes.
            key = storage._cdata  # noqa: SLF001 - torch has no public name for it
            if key in self.alive:
                return
            size = -(-storage.nbytes() // BLOCK) * BLOCK
            self.alive.add(key)
            weakref.finalize(storage, self._gone, key, size).atexit = False
            self.now += size
            self.peak = max(self.peak, self.now)

        def _gone(self, key: int, size: int) -> None:
            self.alive.discard(key)
            self.now -= size

    return Counter()
