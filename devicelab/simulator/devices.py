"""Moving tensors between the CPU and the simulated device, gradients included."""

from __future__ import annotations

from typing import Any

import torch

from devicelab.simulator import cuda
from devicelab.simulator import tensor as simulated
from devicelab.simulator.session import current

_plain_to = torch.Tensor.to


class _ToDevice(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(ctx: Any, source: torch.Tensor) -> Any:
        """Copy to the device."""
        current().copies["to mps"] += 1
        return simulated.MPSTensor(source.detach().clone())

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Copy the gradient back."""
        return simulated.inner_of(grads[0])


class _ToHost(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(ctx: Any, source: Any) -> Any:
        """Copy to the CPU."""
        current().copies["to cpu"] += 1
        return source._inner.detach().clone()

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Copy the gradient to the device."""
        return simulated.MPSTensor(grads[0].clone())


def is_mps(device: Any) -> bool:
    """Whether `device`, as a caller may give it, means MPS."""
    if device is None or isinstance(device, int):
        return False
    return bool(torch.device(device).type == "mps")


def to(self: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
    """`Tensor.to` with the simulated device among its devices."""
    device, dtype = _wanted(args, kwargs)
    cuda.refuse(device)
    here = isinstance(self, simulated.MPSTensor)
    if is_mps(device) or (device is None and here):
        return _on_device(self, here, dtype, bool(kwargs.get("copy")))
    if here:
        moved = _ToHost.apply(self)
        return moved if dtype is None else _plain_to(moved, dtype)
    return _plain_to(self, *args, **kwargs)


def _wanted(args: Any, kwargs: dict[str, Any]) -> tuple[Any, Any]:
    other = args[0] if args and isinstance(args[0], torch.Tensor) else kwargs.get("other")
    if other is not None:
        return other.device, other.dtype
    parsed = {k: v for k, v in kwargs.items() if k != "copy"}
    # `copy` is the last positional argument, which the parser does not know.
    device, dtype, *_ = torch._C._nn._parse_to(*args[:3], **parsed)
    return device, dtype


def _on_device(self: Any, here: bool, dtype: Any, copy: bool) -> Any:
    simulated.refuse_float64(dtype or self.dtype)
    if not here:
        host = self if dtype is None else _plain_to(self, dtype)
        return _ToDevice.apply(host)
    if dtype is None or dtype == self.dtype:
        return self.clone() if copy else self
    return _plain_to(self, dtype)
