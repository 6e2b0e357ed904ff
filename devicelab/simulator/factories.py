"""Functions that make tensors, taught the simulated device."""

from __future__ import annotations

import functools
from typing import Any

import torch
from torch.utils import _device

from devicelab.simulator import cuda, devices, texts
from devicelab.simulator.patches import Patches
from devicelab.simulator.tensor import MPSTensor, inner_of, refuse_float64

_LIKE = ("empty", "zeros", "ones", "full", "rand", "randn", "randint")
_NEW = ("new_tensor", "new_zeros", "new_ones", "new_full", "new_empty")


def install(patches: Patches) -> None:
    """Replace the factories of torch, the `new_…` methods and `Tensor.to`."""
    makers = {*_device._device_constructors(), *(getattr(torch, f"{n}_like") for n in _LIKE)}
    for maker in makers:
        name = getattr(maker, "__name__", "")
        for home in (torch, torch.fft):
            if getattr(home, name, None) is maker:
                patches.set(home, name, _factory(maker))
    for name in _NEW:
        patches.set(torch.Tensor, name, _method(getattr(torch.Tensor, name)))
    patches.set(torch.Tensor, "to", devices.to)
    # What `Module.to` and packed sequences read their arguments with.
    patches.set(torch._C._nn, "_parse_to", devices.parse)
    patches.set(torch.Tensor, "mps", lambda self: devices.to(self, "mps"))
    # For who asks the class, as `torch.Tensor.is_mps.__get__(x)`: C++ would say no.
    patches.set(torch.Tensor, "is_mps", property(lambda self: isinstance(self, MPSTensor)))


def _factory(make: Any) -> Any:
    @functools.wraps(make)
    def maker(*args: Any, **kwargs: Any) -> Any:
        wanted = kwargs.get("device")
        like = bool(args) and isinstance(args[0], MPSTensor)
        if wanted is None:
            wanted = "mps" if like else _default_device()
        cuda.refuse(wanted)
        if not devices.is_mps(wanted):
            _check_generator(kwargs.get("generator"), "cpu")
            return make(*(map(inner_of, args) if like else args), **kwargs)
        return _on_device(make, args, kwargs)

    return maker


def _method(make: Any) -> Any:
    """`x.new_zeros(…)` of a CPU tensor; a simulated one answers for itself."""

    @functools.wraps(make)
    def maker(self: Any, *args: Any, **kwargs: Any) -> Any:
        cuda.refuse(kwargs.get("device"))
        if isinstance(self, MPSTensor) or not devices.is_mps(kwargs.get("device")):
            return make(self, *args, **kwargs)
        return _on_device(make, (self, *args), kwargs)

    return maker


def _on_device(make: Any, args: Any, kwargs: dict[str, Any]) -> MPSTensor:
    refuse_float64(kwargs.get("dtype"))
    _check_generator(kwargs.get("generator"), "mps")
    given = {**kwargs, "device": "cpu"}
    gradient = given.pop("requires_grad", False)
    made = make(*map(inner_of, args), **given)
    # `as_tensor` and `asarray` may hand back memory that the caller holds: a device has its own.
    if any(made is a for a in map(inner_of, args)) or make.__name__ in {"as_tensor", "asarray"}:
        made = made.clone()
    return MPSTensor(made, gradient)


def _check_generator(generator: Any, wanted: str) -> None:
    if generator is not None and generator.device.type != wanted:
        raise RuntimeError(texts.GENERATOR.format(wanted=wanted, found=generator.device.type))


def _default_device() -> Any:
    # `with torch.device(…)` pushes its mode from C++ and leaves CURRENT_DEVICE as it was.
    if torch._C._len_torch_function_stack():
        for mode in reversed(torch.overrides._get_current_function_mode_stack()):
            if isinstance(mode, _device.DeviceContext):
                return mode.device
    return None
