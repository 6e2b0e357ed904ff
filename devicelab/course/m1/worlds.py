"""Five machines that are not there: which device would a function choose on each?

A Mac is the simulator's. For the others torch is answered where it asks its C library
what is built in and what is present: these entry points answer for another machine,
caches are emptied, and a tensor asked for on that machine's accelerator is granted or
refused as it would be there. Names of entry points are those of torch 2.4 to 2.13; each
is patched only where it exists.

While a world lasts, it lasts for the whole process, other threads included.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Callable

from devicelab import simulator
from devicelab.checkpoint.blame import came_from, was_raised
from devicelab.checkpoint.safely import is_a, type_name

from .drivers import always, driver_answers


@dataclass(frozen=True)
class World:
    """A machine: what its torch was built for, and what is present there."""

    name: str
    where: str
    built: str | None
    present: str | None

    @property
    def right(self) -> str:
        """The type of the device to choose there."""
        return self.present or "cpu"

    @property
    def named(self) -> str:
        """Where it is, as a part of a sentence."""
        return self.where[0].lower() + self.where[1:]


WORLDS = (
    World("none", "On a machine without an accelerator", None, None),
    World("cuda", "On a machine with an NVIDIA GPU", "cuda", "cuda"),
    World("mps", "On a Mac", "mps", "mps"),
    World("mps_built", "On a Mac whose GPU torch can't reach", "mps", None),
    World("cuda_built", "With a CUDA build of torch on a machine without a GPU", "cuda", None),
)


@contextmanager
def lived_in(world: World) -> Iterator[None]:
    """Make this process look like another machine until the block ends, however it ends."""
    import torch
    import torch.mps

    with ExitStack() as stack:
        stack.callback(_forget, torch)  # last of all: nothing may remember the world
        simulation = simulator.running()
        if simulation is not None:  # its stand-ins would answer before the world's
            stack.enter_context(simulation.paused())
        if world.built == "mps":
            stack.enter_context(simulator.imagined(_a_mac(world)))
        for owner, name, value in _entry_points(torch, world):
            _replace(stack, owner, name, value)
        _forget(torch)
        stack.enter_context(_allocation(torch, world))
        yield


def _a_mac(world: World) -> simulator.Profile:
    """Give the simulated M2 Air, without its GPU if the world has none."""
    profile = next(p for p in simulator.PROFILES if p.name == "M2 Air 16 GB")
    return replace(profile, available=world.present == "mps")


def _replace(stack: ExitStack, owner: Any, name: str, value: Any) -> None:
    missing = object()
    before = getattr(owner, name, missing)
    if before is missing:
        stack.callback(delattr, owner, name)
    else:
        stack.callback(setattr, owner, name, before)
    setattr(owner, name, value)


def _forget(torch: Any) -> None:
    for asked in (torch.backends.mps.is_available, torch.backends.mps.is_built):
        clear = getattr(asked, "cache_clear", None)
        if clear is not None:
            clear()


def _entry_points(torch: Any, world: World) -> Iterator[tuple[Any, str, Any]]:
    library = torch._C  # noqa: SLF001 - there is no public way to ask "what if"
    yield from _accelerator(torch, library, world)
    if world.built != "mps":
        yield library, "_has_mps", False
        yield library, "_mps_is_available", always(False)
    yield from _cuda(torch, library, world)
    yield from driver_answers(torch, world.present)
    if hasattr(library, "_xpu_getDeviceCount"):
        yield library, "_xpu_getDeviceCount", always(0)
        yield torch.xpu, "_cached_device_count", None
        yield torch.xpu, "_device_count_zes", always(-1)


def _accelerator(torch: Any, library: Any, world: World) -> Iterator[tuple[Any, str, Any]]:
    answers = {
        "_accelerator_getAccelerator": torch.device(world.built) if world.built else None,
        "_accelerator_getDeviceCount": int(world.present is not None),
        "_accelerator_deviceCount": int(world.present is not None),
        "_accelerator_getDeviceIndex": 0,
    }
    for name, value in answers.items():
        if hasattr(library, name):
            yield library, name, always(value)


def _cuda(torch: Any, library: Any, world: World) -> Iterator[tuple[Any, str, Any]]:
    built, present = world.built == "cuda", world.present == "cuda"
    yield library, "_has_cuda", built
    yield torch.version, "cuda", "12.8" if built else None
    # torch.cuda takes the mere presence of this entry point for "compiled with CUDA".
    if built or hasattr(library, "_cuda_getDeviceCount"):
        yield library, "_cuda_getDeviceCount", always(int(present))
        yield library, "_cuda_getDevice", always(0)
    yield torch.cuda, "_cached_device_count", None
    if hasattr(torch.cuda, "_lazy_init"):
        yield torch.cuda, "_lazy_init", always(None) if present else _refusal(world, "cuda")
    for name in ("_device_count_nvml", "_device_count_amdsmi"):  # they ask the driver, not torch
        if hasattr(torch.cuda, name):
            yield torch.cuda, name, always(-1)


def _refusal(world: World, device: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        if device == "mps":
            raise RuntimeError("PyTorch is not linked with support for mps devices")
        if world.built == device:
            raise RuntimeError("No CUDA GPUs are available")
        raise AssertionError(f"Torch not compiled with {device.upper()} enabled")

    return refuse


def _allocation(torch: Any, world: World) -> Any:
    from torch.overrides import TorchFunctionMode

    accelerators, imagined = ("cuda", "mps", "xpu"), _tensor_on_cuda(torch)

    class Allocation(TorchFunctionMode):  # type: ignore[misc]
        """Grants or refuses what is asked of a device other than the CPU."""

        def __torch_function__(
            self, function: Any, _types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            kwargs = dict(kwargs or {})
            device = _device_asked(torch, function, args, kwargs)
            if device not in accelerators:
                return function(*args, **kwargs)
            if device != world.present:
                return _refusal(world, str(device))()
            # The simulated Mac has tensors of its own; a function that was imported by
            # name before it began knows nothing of them.
            plain = torch.zeros(1)
            return plain.to("mps") if device == "mps" else plain.as_subclass(imagined)

    return Allocation()


def _tensor_on_cuda(torch: Any) -> type:
    place = property(lambda _: torch.device("cuda", 0))
    return type("Tensor", (torch.Tensor,), {"device": place, "is_cuda": True})


def _device_asked(torch: Any, function: Any, args: Any, kwargs: Any) -> str | None:
    if function is torch.Tensor.cuda:
        return "cuda"
    asked = kwargs.get("device")
    if function is torch.Tensor.to and len(args) > 1 and asked is None:
        asked = args[1]
    if isinstance(asked, (str, torch.device)):
        return str(torch.device(asked).type)
    return None


def failed_itself(world: World, error: BaseException) -> bool:
    """Say whether an error in a world with an accelerator is the world's, not the answer's.

    No imitation is whole. What torch raises there, a refusal of ours excepted, may be a
    part that has no stand-in, so it proves nothing about the answer.
    """
    import torch

    if world.present is None or came_from(error, __file__, name="refuse"):
        return False
    inside = came_from(error, os.path.dirname(torch.__file__) + os.sep, __file__)  # noqa: PTH120 - co_filename is text
    return inside or _from_native_code(error)


def _from_native_code(error: BaseException) -> bool:
    # torch's C library has no line of its own in a traceback; its errors are RuntimeErrors.
    plain = is_a(error, RuntimeError) and not is_a(error, RecursionError)
    return plain and not was_raised(error)


def kind_of(answer: Any) -> str:
    """Give a `torch.device`'s type; for anything else the name of its class, in brackets."""
    import torch

    if type(answer) is torch.device:
        return str(answer.type)
    return "(str)" if is_a(answer, str) else f"({type_name(answer)})"


def takes_a_tensor(device: Any) -> bool:
    """Say whether a tensor can be made on a device, here and now."""
    import torch

    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError):
        return False
    return True
