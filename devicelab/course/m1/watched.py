"""What a function asks of torch, written down; products and copies are not computed."""

from __future__ import annotations

from typing import Any, Callable

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from .known_machine import Seen

_PRODUCTS = ("mm", "addmm", "bmm", "baddbmm", "mv", "dot")


class Watch(TorchDispatchMode):  # type: ignore[misc]
    """Writes down what is dispatched; products and copies are not computed."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen = seen

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Nothing is compiled here, and torch would import its compiler to say so: seconds.
        return False

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
