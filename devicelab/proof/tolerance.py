"""How far a right answer may be from its reference, by device, dtype and length of the sums.

Floating-point numbers are rounded, and a sum of `k` products is rounded `k` times.
The errors have either sign, so they grow like a random walk: with the square root
of `k`. Every figure says where it comes from. Full float32 is assumed: TF32 and
fast-math are off while a check runs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

#: A device type such as "mps" and a dtype such as "float16"; None stands for any.
Key = tuple[Optional[str], Optional[str]]

_ASSERT_CLOSE = "default of torch.testing.assert_close"
_MEASURED = (
    "measured for products of N(0, 1) numbers at k = 64 to 16,384 on two CPUs and an "
    "NVIDIA H100 with TF32 off: largest error "
)


@dataclass(frozen=True)
class Tolerance:
    """An entry is close when its error is at most `atol + rtol * |reference|`.

    Attributes:
        rtol: relative part, as `torch.testing.assert_close` has it.
        atol: absolute part.
        source: where the figures come from.
    """

    rtol: float
    atol: float
    source: str


@dataclass(frozen=True)
class Growth:
    """For sums of `k` products of numbers around 1: `atol` is `unit * sqrt(k)`."""

    rtol: float
    unit: float
    source: str

    def at(self, k: int) -> Tolerance:
        """Give the tolerance of a sum of `k` products."""
        return Tolerance(self.rtol, self.unit * math.sqrt(k), self.source)


# https://docs.pytorch.org/docs/stable/testing.html#torch.testing.assert_close, and exact
# for integers and booleans, for which it has no row.
_DEFAULTS: Mapping[str, tuple[float, float]] = {
    "float16": (1e-3, 1e-5),
    "bfloat16": (1.6e-2, 1e-5),
    "float32": (1.3e-6, 1e-5),
    "float64": (1e-7, 1e-7),
    "complex32": (1e-3, 1e-5),
    "complex64": (1.3e-6, 1e-5),
    "complex128": (1e-7, 1e-7),
}

#: float64 and complex128 have no row: at any length that fits in memory, their errors
#: are far below assert_close's 1e-7.
GROWTH: Mapping[Key, Growth] = {
    (None, "float32"): Growth(1e-4, 3e-6, _MEASURED + "1.2e-6 times the root of k"),
    (None, "bfloat16"): Growth(
        1.6e-2, 6e-2, _MEASURED + "1.3e-2 times the root of k, inputs' rounding included"
    ),
    (None, "float16"): Growth(
        1e-3, 8e-3, _MEASURED + "1.6e-3 times the root of k, inputs' rounding included"
    ),
    # Each part of a complex product is the sum of two real ones.
    (None, "complex64"): Growth(
        1e-4, 3e-6 * math.sqrt(2), _MEASURED + "1.2e-6 times the root of 2k in float32"
    ),
}


def tolerance(
    device: Any,
    dtype: Any,
    reduction: int = 1,
    own: Mapping[Key, tuple[float, float]] | None = None,
) -> Tolerance:
    """Say how far a right answer may be from its reference.

    Looked up by (device, dtype), then (device, any), then (any, dtype), in `own` first;
    what is in no table has the defaults of `torch.testing.assert_close`. A table's
    tolerance is never below those defaults.

    Args:
        device: a `torch.device`, or its type as text: "cpu", "cuda", "mps".
        dtype: a `torch.dtype`, or its name: "float32".
        reduction: how many products are summed for one entry: `k` for (m, k) @ (k, n),
            input channels times kernel size for a convolution; 1 for element-wise work.
        own: an exercise's own `(rtol, atol)` by key, for this reduction as they stand.

    Raises:
        ValueError: `reduction` is no whole number above 0.
    """
    if isinstance(reduction, bool) or not isinstance(reduction, int) or reduction < 1:
        raise ValueError(
            f"reduction counts the products in one sum: {reduction!r} is no such count"
        )
    keys = _keys(str(device).partition(":")[0], str(dtype).rpartition(".")[2])
    stated = next((own[key] for key in keys if key in own), None) if own else None
    if stated is not None:
        return Tolerance(*stated, source="stated by the exercise")
    least = _default(keys[0][1])
    grown = next((GROWTH[key] for key in keys if key in GROWTH), None)
    return least if grown is None or reduction == 1 else _at_least(least, grown.at(reduction))


def _keys(device: str, dtype: str) -> tuple[Key, ...]:
    return ((device, dtype), (device, None), (None, dtype))


def _default(dtype: str | None) -> Tolerance:
    known = _DEFAULTS.get(dtype or "")
    if known is None:
        return Tolerance(0.0, 0.0, "whole numbers and truth values are exact")
    return Tolerance(*known, source=_ASSERT_CLOSE)


def _at_least(least: Tolerance, grown: Tolerance) -> Tolerance:
    return Tolerance(max(least.rtol, grown.rtol), max(least.atol, grown.atol), grown.source)
