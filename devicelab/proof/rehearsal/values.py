"""Plain data and tensors as JSON, both ways.

Each value is a list `[kind, …]`, so that nothing of it can be taken for something else.
"""

from __future__ import annotations

import base64
import io
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

_DEEPEST = 24
_MOST_ITEMS = 200_000
_MOST_BYTES = 64 * 2**20
_SEQUENCES: dict[Any, str] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
}
_MAKERS: dict[str, Callable[[Any], Any]] = {name: kind for kind, name in _SEQUENCES.items()}


class NotPlain(TypeError):  # noqa: N818 - it names what happened
    """The value is no plain data; the text is the name of its type."""


class Encoder:
    """Turns values into JSON; `other` is asked for what is no data, and may refuse."""

    def __init__(self, other: Callable[[Any], list[Any] | None] = lambda _: None) -> None:
        self._other = other
        self._count = 0

    def encode(self, value: Any, depth: int = 0) -> list[Any]:
        """Give `value` as JSON.

        Raises:
            NotPlain: some part of it is no data, or it is too large or nested too deep.
        """
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_ITEMS:
            raise NotPlain("too large or nested too deep")
        kind = type(value)
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], [self.encode(v, depth + 1) for v in value]]
        if kind is dict:
            pairs = [
                [self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()
            ]
            return ["dict", pairs]
        if kind is OrderedDict:
            return ["odict", self.encode(list(value.items()), depth + 1)]
        found = _scalar(value) or self._other(value) or of_torch(value) or _of_numpy(value)
        if found is None:
            raise NotPlain(kind.__name__)
        return found


def _same(value: Any) -> list[Any]:
    return ["same", value]


_PLAIN: dict[type, Callable[[Any], list[Any]]] = {
    type(None): _same,
    bool: _same,
    str: _same,
    type(...): lambda _: ["...", None],
    # Hexadecimal: exact, and without Python's limit on digits.
    int: lambda v: ["int", hex(v), 16],
    float: lambda v: ["float", v.hex()],
    complex: lambda v: ["complex", v.real.hex(), v.imag.hex()],
    bytes: lambda v: ["bytes", base64.b64encode(v).decode()],
    bytearray: lambda v: ["bytearray", base64.b64encode(v).decode()],
    range: lambda v: ["range", v.start, v.stop, v.step],
}


def _scalar(value: Any) -> list[Any] | None:
    make = _PLAIN.get(type(value))
    return None if make is None else make(value)


def of_torch(value: Any) -> list[Any] | None:
    """Give a dtype, device, size or tensor as JSON; None for anything else."""
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    if isinstance(value, torch.dtype):
        return ["dtype", str(value).rpartition(".")[2]]
    if isinstance(value, torch.device):
        return ["device", str(value)]
    if type(value) is torch.Size:
        return ["size", list(value)]
    if type(value) in (torch.Tensor, torch.nn.Parameter):
        return _tensor(torch, value)
    return None


def _tensor(torch: Any, value: Any) -> list[Any] | None:
    if value.layout != torch.strided or value.is_quantized or value.device.type == "meta":
        return None
    _refuse_large(value.numel() * value.element_size(), "tensor")
    file = io.BytesIO()
    # On the CPU: the other process has no other device to load it to.
    torch.save(value.detach().cpu().clone(), file)
    data = base64.b64encode(file.getvalue()).decode()
    return ["tensor", data, bool(value.requires_grad), type(value) is torch.nn.Parameter]


def _refuse_large(size: int, what: str) -> None:
    if size > _MOST_BYTES:
        raise NotPlain(f"{what} of {size >> 20} MiB")


def _of_numpy(value: Any) -> list[Any] | None:
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, (numpy.ndarray, numpy.generic)):
        return None
    if type(value) is not numpy.ndarray and not isinstance(value, numpy.generic):
        return None
    if value.dtype.hasobject:
        return None
    _refuse_large(value.nbytes, "array")
    file = io.BytesIO()
    numpy.save(file, numpy.asarray(value), allow_pickle=False)
    single = isinstance(value, numpy.generic)
    return ["numpy", base64.b64encode(file.getvalue()).decode(), single]


class Decoder:
    """Turns JSON back into values; `other` is asked for kinds that are no data."""

    def __init__(self, other: Callable[[list[Any]], Any]) -> None:
        self._other = other

    def decode(self, found: list[Any]) -> Any:
        """Give the value behind what `Encoder.encode` made."""
        kind, *rest = found
        if kind in _MAKERS:
            return _MAKERS[kind]([self.decode(v) for v in rest[0]])
        if kind == "dict":
            return {self.decode(k): self.decode(v) for k, v in rest[0]}
        if kind == "odict":
            return OrderedDict(self.decode(rest[0]))
        make = _SCALARS.get(kind)
        return make(*rest) if make is not None else self._other(found)


def _load_tensor(data: str, requires_grad: bool, parameter: bool) -> Any:
    import torch

    file = io.BytesIO(base64.b64decode(data))
    tensor = torch.load(file, map_location="cpu", weights_only=True)
    if parameter:
        return torch.nn.Parameter(tensor, requires_grad)
    return tensor.requires_grad_(requires_grad)


def _load_numpy(data: str, single: bool) -> Any:
    import numpy as np

    found = np.load(io.BytesIO(base64.b64decode(data)), allow_pickle=False)
    return found[()] if single else found


def _torch(name: str, *args: Any) -> Any:
    import torch

    return getattr(torch, name)(*args) if args else getattr(torch, name)


_SCALARS: dict[str, Callable[..., Any]] = {
    "same": lambda v: v,
    "...": lambda _: Ellipsis,
    "int": int,
    "float": float.fromhex,
    "complex": lambda r, i: complex(float.fromhex(r), float.fromhex(i)),
    "bytes": base64.b64decode,
    "bytearray": lambda data: bytearray(base64.b64decode(data)),
    "range": range,
    "dtype": _torch,
    "device": lambda name: _torch("device", name),
    "size": lambda dims: _torch("Size", dims),
    "tensor": _load_tensor,
    "numpy": _load_numpy,
}
