"""A machine of known speed: how long would it need for what a function asks of torch?

An answer that measures can so be checked to the last digit, on any machine, at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MIB = 2**20


@dataclass
class Seen:
    """What one timed call asked for."""

    flops: float = 0.0
    copied: int = 0  # bytes of the tensor that was copied, once
    made: int = 0  # bytes of tensors filled with new numbers
    other: int = 0  # bytes read and written by anything else
    sizes: list[int] = field(default_factory=list)  # n of each n×n product
    devices: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class KnownMachine:
    """Speeds that a check knows and an answer does not.

    Attributes:
        peak: FLOP/s of large products; small ones get less.
        memory: bytes/s of large copies; small ones get more, as from a cache.
    """

    peak: float
    memory: float

    def flops_at(self, n: float) -> float:
        """FLOP/s of an n×n product: half the peak at 128, a little above it near 1024."""
        bump = 1.12 if 512 < n < 1536 else 1.0  # noqa: PLR2004 - the best need not be the largest
        return self.peak * bump * n / (n + 128)

    def bytes_at(self, size: float) -> float:
        """Bytes/s of a copy of `size` bytes: three times the memory's up to a few MiB."""
        return self.memory * (1 + 2 / (1 + size / (16 * MIB)))

    def seconds(self, seen: Seen) -> float:
        """Return the time that this machine needs for what was seen."""
        n = max(seen.sizes, default=0)
        products = seen.flops / self.flops_at(n) if n else 0.0
        copies = 2 * seen.copied / self.bytes_at(seen.copied) if seen.copied else 0.0
        return (
            products
            + copies
            + (seen.made + seen.other) / self.memory
            + 1e-9 * (not n and not copies)
        )
