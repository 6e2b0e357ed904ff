"""Which buffer of the pool a storage has."""

from __future__ import annotations

import weakref
from typing import Any

import torch

from devicelab.simulator.pool import Pool
from devicelab.simulator.session import current


class Block:
    """A buffer of the pool, shared by all tensors on one storage."""

    __slots__ = ("__weakref__", "_pool", "_size")

    def __init__(self, pool: Pool, size: int) -> None:
        # First, so that a buffer which could not be had gives nothing back.
        self._size = 0
        self._pool = pool
        self._size = pool.allocate(size)

    def __del__(self) -> None:
        if self._size:
            self._pool.release(self._size)


_blocks: weakref.WeakValueDictionary[int, Block] = weakref.WeakValueDictionary()


def holds(storage: Any) -> bool:
    """Whether this storage is a simulated tensor's."""
    return storage._cdata in _blocks


def block_of(inner: torch.Tensor) -> Block:
    """Return the buffer of this tensor's storage, taken from the pool if it is new."""
    storage = inner.untyped_storage()
    key = storage._cdata
    block = _blocks.get(key)
    if block is None:
        block = _blocks[key] = Block(current().pool, storage.nbytes())
    return block
