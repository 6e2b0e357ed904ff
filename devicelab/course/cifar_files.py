"""Reading CIFAR-10's own files, without trusting them and without NumPy.

Two forms exist (https://www.cs.toronto.edu/~kriz/cifar.html). The *binary* one is plain bytes:
a class and 3,072 bytes a picture. The *Python* one, which torchvision leaves on disk, is a
pickle, and a pickle may run code. It is read by an unpickler that knows three names, each of
them answered by a harmless stand-in of ours; any other name refuses the file.
"""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any

import torch

BATCHES = tuple(f"data_batch_{n}" for n in range(1, 6))
_BYTES = 3 * 32 * 32
_MOST = 40 * 2**20  # a real file has 31 MB
_NUMPY = ("numpy.core.multiarray", "numpy._core.multiarray", "numpy")


class CifarUnreadable(Exception):  # noqa: N818  (it is an answer to the user, not a fault)
    """A file that is no batch of CIFAR-10; the text says what is wrong with it."""


def read_batch(folder: Path, name: str, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the first `n` pictures of a batch, uint8 (n, 3, 32, 32), and classes, int64 (n,).

    Raises:
        CifarUnreadable: the file is missing, too large, not of this form, or names what it must not.
    """
    plain = folder / f"{name}.bin"
    raw = _bytes(plain if plain.is_file() else folder / name)
    data, labels = _binary(raw) if plain.is_file() else _pickled(raw)
    if not labels or len(data) != len(labels) * _BYTES or not set(labels) <= set(range(10)):
        raise CifarUnreadable(f"{name} does not hold pictures of 32×32 in ten classes")
    x = torch.frombuffer(bytearray(data[: n * _BYTES]), dtype=torch.uint8)
    return x.view(-1, 3, 32, 32), torch.tensor(labels[:n])


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise CifarUnreadable(f"{path.name} is larger than a batch of CIFAR-10")
        return path.read_bytes()
    except OSError as error:
        raise CifarUnreadable(f"{path.name} can't be read: {error.strerror}") from error


def _binary(raw: bytes) -> tuple[bytes, list[int]]:
    record = 1 + _BYTES
    if len(raw) % record:
        raise CifarUnreadable("the file ends within a picture")
    starts = range(0, len(raw), record)
    return b"".join(raw[s + 1 : s + record] for s in starts), [raw[s] for s in starts]


class _Array:
    """Stands in for `numpy.ndarray`: keeps the bytes of a pickled array."""

    data = b""

    def __setstate__(self, state: Any) -> None:
        self.data = state[4] if isinstance(state, tuple) and len(state) == 5 else b""  # noqa: PLR2004 - version, shape, dtype, order, bytes


class _Dtype:
    """Stands in for `numpy.dtype`: whatever it says, the bytes are taken as bytes."""

    def __init__(self, *_: Any) -> None:
        """Keep nothing."""

    def __setstate__(self, _: Any) -> None:
        """Keep nothing."""


def _reconstruct(*_: Any) -> _Array:
    return _Array()


_STAND_INS = {"_reconstruct": _reconstruct, "ndarray": _Array, "dtype": _Dtype}


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Answer the three names of a pickled array with stand-ins, and no other."""
        if module in _NUMPY and name in _STAND_INS:
            return _STAND_INS[name]
        raise CifarUnreadable("the file asks for code, which a batch of CIFAR-10 does not")


def _pickled(raw: bytes) -> tuple[bytes, list[int]]:
    try:
        found = _Careful(io.BytesIO(raw), encoding="bytes").load()
        array, labels = found[b"data"], found[b"labels"]
    except CifarUnreadable:
        raise
    except Exception as error:  # a broken pickle raises whatever it likes
        raise CifarUnreadable("the file is no pickle of a batch of CIFAR-10") from error
    whole = isinstance(array, _Array) and isinstance(array.data, bytes)
    if not whole or type(labels) is not list or not all(type(one) is int for one in labels):
        raise CifarUnreadable("the file holds something else than pictures and classes")
    return array.data, labels
