"""Where every tensor of something is: an output, a batch, a model, an optimizer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import torch

_MOST = 100_000
Leaf = tuple[str, Any]


def tensors(value: Any, name: str = "output") -> Iterator[tuple[str, torch.Tensor]]:
    """Yield each tensor with the path to it: nested dicts, lists, tuples, modules, optimizers.

    A module gives its parameters, buffers and gradients; an optimizer its state.
    """
    seen: set[int] = set()
    yield from _walk(value, name, seen)


def _walk(value: Any, name: str, seen: set[int]) -> Iterator[tuple[str, torch.Tensor]]:
    if isinstance(value, torch.Tensor):
        yield name, value
        return
    if id(value) in seen or len(seen) > _MOST:
        return
    seen.add(id(value))
    for inner, found in _parts(value):
        yield from _walk(found, f"{name}{inner}", seen)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, torch.nn.Module):
        yield from _of_module(value)
    elif isinstance(value, torch.optim.Optimizer):
        yield from _of_optimizer(value)
    elif isinstance(value, Mapping):
        yield from ((f"[{key!r}]", found) for key, found in value.items())
    elif isinstance(value, (list, tuple)):
        yield from ((f"[{place}]", found) for place, found in enumerate(value))


def _of_module(module: torch.nn.Module) -> Iterator[tuple[str, Any]]:
    for name, parameter in module.named_parameters():
        yield f" parameter {name}", parameter
        if parameter.grad is not None:
            yield f" gradient of {name}", parameter.grad
    for name, buffer in module.named_buffers():
        yield f" buffer {name}", buffer


def _of_optimizer(optimizer: torch.optim.Optimizer) -> Iterator[tuple[str, Any]]:
    for place, state in enumerate(optimizer.state.values()):
        for name, found in state.items():
            # Not fused, Adam keeps its counter on the CPU by design.
            on_host = name == "step" and isinstance(found, torch.Tensor) and found.dim() == 0
            if not (on_host and found.device.type == "cpu"):
                yield f" state {name} of parameter {place}", found


def strays(value: Any, device: Any, name: str = "output") -> list[str]:
    """Give the paths of all tensors that are not on a device's type."""
    wanted = torch.device(device).type
    return [path for path, tensor in tensors(value, name) if tensor.device.type != wanted]


def device_types(value: Any) -> set[str]:
    """Give the types of the devices on which something's tensors are."""
    return {tensor.device.type for _, tensor in tensors(value)}
