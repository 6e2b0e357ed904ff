"""A machine of known speed: how long would it need for what a function asks of torch?

It counts what is dispatched and computes nothing, so that an answer that measures can be
checked to the last digit, on any machine, at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

import torch
from torch.utils._python_dispatch import TorchDispatchMode

MIB = 2**20
_PRODUCTS = ("mm", "addmm", "bmm", "baddbmm", "mv", "dot")


@dataclass
class Seen:
    """What one timed call asked for."""

    flops: float = 0.0
    copied: int = 0  # bytes of the tensor that was copied, once
    made: int = 0  # bytes of tensors filled with new numbers
    other: int = 0  # bytes read and written by anything else
    sizes: list[int] = field(default_factory=list)  # n of each n×n product
    devices: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class KnownMachine:
    """Speeds that a check knows and an answer does not.

    Attributes:
        peak: FLOP/s of large products; small ones get less.
        memory: bytes/s of large copies; small ones get more, as from a cache.
    """

    peak: float
    memory: float

    def flops_at(self, n: float) -> float:
        """FLOP/s of an n×n product: half the peak at 128, a little above it near 1024."""
        bump = 1.12 if 512 < n < 1536 else 1.0  # noqa: PLR2004 - the best need not be the largest
        return self.peak * bump * n / (n + 128)

    def bytes_at(self, size: float) -> float:
        """Bytes/s of a copy of `size` bytes: three times the memory's up to a few MiB."""
        return self.memory * (1 + 2 / (1 + size / (16 * MIB)))

    def seconds(self, seen: Seen) -> float:
        """Return the time that this machine needs for what was seen."""
        n = max(seen.sizes, default=0)
        products = seen.flops / self.flops_at(n) if n else 0.0
        copies = 2 * seen.copied / self.bytes_at(seen.copied) if seen.copied else 0.0
        return (
            products
            + copies
            + (seen.made + seen.other) / self.memory
            + 1e-9 * (not n and not copies)
        )


class Watch(TorchDispatchMode):  # type: ignore[misc]
    """Writes down what is dispatched; products and copies are not computed."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen

    def __torch_dispatch__(self, func: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Note one operation and give a result of its form."""
        name = func.overloadpacket.__name__
        tensors = [a for a in args if isinstance(a, torch.Tensor)]
        self.seen.devices.update(t.device.type for t in tensors)
        if name in _PRODUCTS:
            return self._product(tensors[-2], tensors[-1])
        if name == "copy_":
            self._copy(tensors[1])
            return tensors[0]
        if name in ("clone", "_to_copy"):
            self._copy(tensors[0])
        out = func(*args, **(kwargs or {}))
        if name not in ("clone", "_to_copy") and not _is_view(func):
            self._other(name, tensors, out)
        return out

    def _product(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        # Batches of matrices, vectors and matrices: the last size of one is the first of the other.
        inner, columns = a.shape[-1], b.shape[-1] if b.dim() > 1 else 1
        out = a.new_empty((*a.shape[:-1], columns)) if b.dim() > 1 else a.new_empty(a.shape[:-1])
        self.seen.flops += 2.0 * out.numel() * inner
        self.seen.sizes.append(inner)
        return out

    def _copy(self, source: torch.Tensor) -> None:
        self.seen.copied += source.numel() * source.element_size()

    def _other(self, name: str, tensors: list[torch.Tensor], out: Any) -> None:
        if not isinstance(out, torch.Tensor) or "empty" in name:
            return
        size = out.numel() * out.element_size()
        if tensors:
            self.seen.other += size + sum(t.numel() * t.element_size() for t in tensors)
        else:
            self.seen.made += size
            self.seen.devices.add(out.device.type)


def _is_view(func: Any) -> bool:
    returned = func._schema.returns  # noqa: SLF001 - there is no public way to ask
    alias = returned[0].alias_info if returned else None
    return alias is not None and not alias.is_write


def watched(function: Callable[[], Any]) -> Seen:
    """Run a function once and return what it asked of torch."""
    seen = Seen()
    with Watch(seen):
        function()
    return seen
