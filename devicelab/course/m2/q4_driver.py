"""Moves batches of every kind with a learner's `to_device`, and tells what came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

import torch

from devicelab.checkpoint.safely import full_type_name
from devicelab.proof.stage import AnswerRaised, Stage

_DTYPES = ("float32", "float16", "bfloat16", "int64", "int32", "uint8", "bool", "complex64")
_SMALLER = {"float64": "float32", "complex128": "complex64"}


class Sample(NamedTuple):
    """A named tuple, as data sets give them."""

    pixels: Any
    label: Any


def drive(stage: Stage, to_device: Callable[..., Any], seed: int) -> dict[str, Any]:
    """Move one batch after another to the stage's device.

    Returns:
        Plain data: by the case's name, what was seen: `raised`, `text`, or `wrong`, a list
        of what is not as it should be (`dtype`, `device`, `values`, `type`, `other`, `input`).
    """
    return {name: _seen(stage, to_device, batch) for name, batch in cases(seed)}


def cases(seed: int) -> Iterator[tuple[str, Any]]:
    """Yield batches by name, on the CPU, with numbers that follow from the seed."""
    draw = torch.Generator().manual_seed(seed)
    x = torch.randn(4, 3, generator=draw, dtype=torch.float64)
    labels = torch.randint(10, (4,), generator=draw)
    yield "a float64 tensor", x
    yield "a complex128 tensor", torch.complex(x, x.flip(0))
    yield "labels", labels
    for name in _DTYPES:
        yield (
            f"a {name} tensor",
            x.to(getattr(torch, name)) if "u" not in name else labels.to(torch.uint8),
        )
    yield "a dictionary", {"x": x, "y": labels}
    yield "a list", [x, labels]
    yield "a tuple", (x.float(), labels)
    yield "a named tuple", Sample(x, labels)
    yield "a batch in a batch", {"a": [(x, labels), Sample({"deep": x}, 3)], "b": ()}
    yield "what is no tensor", {"name": "picture 7", "weight": 0.5, "none": None, "n": 3}


def _seen(stage: Stage, to_device: Callable[..., Any], batch: Any) -> dict[str, Any]:
    before = _copied(batch)
    try:
        moved = stage.call(to_device, batch, stage.device)
    except AnswerRaised as raised:
        return {"raised": type(raised.error).__name__, "text": str(raised.error)[:300]}
    wrong = list(dict.fromkeys(_wrong(before, moved, stage.device)))
    if list(_wrong(before, batch, None)):
        wrong.append("input")
    return {"wrong": wrong, "kind": full_type_name(moved)}


def _copied(value: Any) -> Any:
    """Copy a batch: containers anew, tensors cloned."""
    if isinstance(value, torch.Tensor):
        return value.clone()
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, Sample):
        return Sample(*map(_copied, value))
    return type(value)(map(_copied, value)) if isinstance(value, (list, tuple)) else value


def _wrong(wanted: Any, found: Any, device: Any) -> Iterator[str]:
    """Compare a batch with what it should be: moved to `device`, or as it was with None."""
    if isinstance(wanted, torch.Tensor):
        yield from _wrong_tensor(wanted, found, device)
    elif isinstance(wanted, (dict, list, tuple)):
        yield from _wrong_container(wanted, found, device)
    elif type(found) is not type(wanted) or found != wanted:
        yield "other"


def _wrong_container(wanted: Any, found: Any, device: Any) -> Iterator[str]:
    if type(found) is not type(wanted) or len(found) != len(wanted):
        yield "type"
        return
    if isinstance(wanted, dict) and list(found) != list(wanted):
        yield "other"
        return
    keys = wanted if isinstance(wanted, dict) else range(len(wanted))
    for key in keys:
        yield from _wrong(wanted[key], found[key], device)


def _wrong_tensor(wanted: torch.Tensor, found: Any, device: Any) -> Iterator[str]:
    if not isinstance(found, torch.Tensor):
        yield "type"
        return
    name = str(wanted.dtype).removeprefix("torch.")
    dtype = getattr(torch, _SMALLER.get(name, name) if device is not None else name)
    if found.dtype != dtype:
        yield f"dtype {name} became {str(found.dtype).removeprefix('torch.')}"
    if found.device.type != torch.device(device or "cpu").type:
        yield "device"
    if found.dtype == dtype and not torch.equal(found.detach().cpu(), wanted.to(dtype)):
        yield "values"
