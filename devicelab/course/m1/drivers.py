"""What the driver of an imagined NVIDIA GPU answers when torch asks about more than presence.

A right answer may print the GPU's name or wait for it. Names of entry points are those of
torch 2.4 to 2.13. Where a build of torch lacks one, it is added while the world lasts.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Callable

_MEMORY = 8 * 2**30


def always(value: Any) -> Callable[..., Any]:
    """Make a function that takes anything and gives this value."""
    return lambda *_, **__: value


def driver_answers(torch: Any, present: str | None) -> Iterator[tuple[Any, str, Any]]:
    """Yield owner, name and stand-in of each entry point of a CUDA that is present."""
    if present == "cuda":
        yield from _named(torch._C, {**_ACCELERATOR, **_CUDA})  # noqa: SLF001 - there is no public way to ask "what if"
        yield from _named(torch.cuda, _CUDA_MODULE)


def _named(owner: Any, answers: dict[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    for name, value in answers.items():
        yield owner, name, always(value)


_PROPERTIES = SimpleNamespace(
    name="an imagined NVIDIA GPU",
    major=8,
    minor=0,
    total_memory=_MEMORY,
    multi_processor_count=32,
    warp_size=32,
    is_integrated=0,
    is_multi_gpu_board=0,
)
_ACCELERATOR = {
    "_accelerator_synchronizeDevice": None,
    "_accelerator_setDeviceIndex": None,
    "_accelerator_exchangeDevice": 0,
    "_accelerator_maybeExchangeDevice": 0,
    "_accelerator_isAllocatorInitialized": False,
    "_accelerator_getMemoryInfo": (_MEMORY, _MEMORY),
}
_CUDA = {"_cuda_synchronize": None, "_cuda_setDevice": None}
_CUDA_MODULE = {
    "_get_device_properties": _PROPERTIES,
    "_exchange_device": 0,
    "_maybe_exchange_device": 0,
    "cudart": SimpleNamespace(cudaMemGetInfo=always((_MEMORY, _MEMORY))),
}
