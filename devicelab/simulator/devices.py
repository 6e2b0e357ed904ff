"""Moving tensors between the CPU and the simulated device, gradients included."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch

from devicelab.simulator import cuda
from devicelab.simulator import tensor as simulated
from devicelab.simulator.session import current

_plain_to = torch.Tensor.to
_plain_parse = torch._C._nn._parse_to


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


class _Away(torch.autograd.Function):  # type: ignore[misc]
    @staticmethod
    def forward(ctx: Any, source: Any, device: torch.device) -> Any:
        """Copy to the CPU, or to a device that keeps no values, as `meta`."""
        if device.type == "cpu":
            current().copies["to cpu"] += 1
        return _plain_to(source._inner.detach(), device, copy=True)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Copy the gradient to the device."""
        return simulated.MPSTensor(_plain_to(grads[0], "cpu", copy=True)), None


class _Wanted(NamedTuple):
    """What a caller of `Tensor.to` asks for; None: as it is."""

    device: torch.device | None
    dtype: torch.dtype | None
    memory_format: torch.memory_format | None
    copy: bool


def is_mps(device: Any) -> bool:
    """Whether `device`, as a caller may give it, means MPS; a number alone is the accelerator's."""
    if device is None or isinstance(device, bool):
        return False
    return isinstance(device, int) or bool(torch.device(device).type == "mps")


def to(self: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
    """`Tensor.to` with the simulated device among its devices."""
    wanted = _wanted(args, kwargs)
    cuda.refuse(wanted.device)
    here = isinstance(self, simulated.MPSTensor)
    if is_mps(wanted.device) or (wanted.device is None and here):
        return _on_device(self, here, wanted)
    if here:
        moved = _Away.apply(self, wanted.device)
        return _plain_to(moved, wanted.dtype or moved.dtype, memory_format=wanted.memory_format)
    return _plain_to(self, *args, **kwargs)


def parse(*args: Any, **kwargs: Any) -> tuple[Any, ...]:
    """`torch._C._nn._parse_to` that knows the simulated device.

    Returns:
        Device, dtype, non_blocking and memory format; what was not said is None or False.
    """
    like = args[0] if args else kwargs.get("tensor")
    named = {k: _known(v) if k in ("device", "tensor") else v for k, v in kwargs.items()}
    found = _plain_parse(*map(_known, args[:1]), *args[1:], **named)
    # C++ sees the tensor inside, which is on the CPU.
    return (simulated.MPS, *found[1:]) if isinstance(like, simulated.MPSTensor) else found


def _known(value: Any) -> Any:
    """Say in C++'s terms what it would ask its own accelerator for: it has none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return torch.device("mps", value)
    return simulated.inner_of(value)


def _wanted(args: Any, kwargs: dict[str, Any]) -> _Wanted:
    # (device, dtype, non_blocking, copy), and without the first where a dtype or a tensor comes
    # first. `_parse_to` is a module's: the same parser, but it refuses a `copy`. One that is
    # said twice, or is no bool, is left to it: it raises what `Tensor.to` raises.
    place = 2 if args and isinstance(args[0], (torch.Tensor, torch.dtype)) else 3
    said = [*args[place : place + 1], *(v for k, v in kwargs.items() if k == "copy")]
    if len(said) == 1 and isinstance(said[0], bool):
        args = (*args[:place], *args[place + 1 :])
        kwargs = {k: v for k, v in kwargs.items() if k != "copy"}
    device, dtype, _, memory_format = parse(*args, **kwargs)
    return _Wanted(device, dtype, memory_format, copy=bool(said and said[0]))


def _on_device(self: Any, here: bool, wanted: _Wanted) -> Any:
    dtype = wanted.dtype or self.dtype
    simulated.refuse_float64(dtype)
    if not here:
        host = _plain_to(self, "cpu", dtype, memory_format=wanted.memory_format)
        return _ToDevice.apply(host)
    return _plain_to(self, dtype, copy=wanted.copy, memory_format=wanted.memory_format)
