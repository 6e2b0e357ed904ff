"""The comparisons: each has the shape of a fault that gave wrong numbers without a word.

A check makes its inputs on the CPU and computes one thing, which is done on the
CPU and on the accelerator. `limit` is the largest difference that rounding
explains: for sums of k products of float32 numbers 3e-6 times the root of k
(measured on two CPUs and an H100 for k from 64 to 16,384), for single operations
the defaults of `torch.testing.assert_close`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

#: `torch, generator` → the inputs, on the CPU.
Inputs = Callable[[Any, Any], "tuple[Any, ...]"]
#: `torch, *inputs` → the tensor to compare, on the inputs' device.
Compute = Callable[..., Any]

_SINGLE = 1e-5


def _sum_limit(k: int) -> float:
    return 3e-6 * math.sqrt(k)


@dataclass(frozen=True)
class Check:
    """One comparison.

    Attributes:
        id: a word for reports.
        op: the operation, as PyTorch names it.
        shape: what it is done on, in words.
        source: the report of the fault whose shape this is.
        seen: where that fault was seen.
        code: the computation as a person would type it, from the inputs `a, b, c`.
        limit: the largest difference that rounding explains.
    """

    id: str
    op: str
    shape: str
    source: str
    seen: str
    code: str
    limit: float
    inputs: Inputs
    compute: Compute


def _drawn(*shapes: tuple[int, ...]) -> Inputs:
    def draw(torch: Any, generator: Any) -> tuple[Any, ...]:
        made = [torch.randn(*s, generator=generator, device="cpu") for s in shapes]
        return tuple(t.to(torch.float32) for t in made)

    return draw


def _transposed(torch: Any, a: Any, b: Any) -> Any:
    # The fault depended on what the allocator had held before.
    large = torch.full((4096, 4096), 7.0, device=a.device, dtype=a.dtype)
    del large
    return a.t() @ b


def _long_sums(torch: Any, _: Any) -> tuple[Any, ...]:
    ones = torch.ones(2, 4, 32768, device="cpu", dtype=torch.float32)
    return ones, ones.transpose(1, 2).contiguous()


def _strided_out(torch: Any, a: Any, b: Any) -> Any:
    whole = torch.zeros(a.shape[0], 2 * b.shape[1], device=a.device, dtype=a.dtype)
    torch.matmul(a, b, out=whole[:, ::2])
    return whole


def _late_copies(torch: Any, a: Any) -> Any:
    # Copies that need not wait, from tensors that are gone at once.
    values = a.tolist()
    parts = [
        torch.full((), value, dtype=a.dtype, device="cpu").to(a.device, non_blocking=True)
        for value in values
    ]
    return torch.stack([part + 0 for part in parts])


def _nearly_integers(torch: Any, generator: Any) -> tuple[Any, ...]:
    return (torch.rand(64, 33, generator=generator, device="cpu").to(torch.float32),)


def _whole_numbers(torch: Any, generator: Any) -> tuple[Any, ...]:
    drawn = torch.randint(-(2**40), 2**40, (100_003,), generator=generator, device="cpu")
    return (drawn,)


def _half_pair(torch: Any, generator: Any) -> tuple[Any, ...]:
    drawn = [torch.randn(*s, generator=generator, device="cpu") for s in ((2, 64, 256), (96, 256))]
    return tuple(t.to(torch.float16) for t in drawn)


def _twice(torch: Any, a: Any, b: Any) -> Any:
    linear = torch.nn.functional.linear
    # The fault: two calls on the same numbers differed, by as much as 123.
    return (linear(a, b) - linear(a, b)).to(torch.float32)


def _linear(torch: Any, a: Any, b: Any, c: Any) -> Any:
    return torch.nn.functional.linear(a, b, c)


def _convolution(torch: Any, a: Any, b: Any) -> Any:
    weight = b.permute(0, 1, 3, 2)
    return torch.nn.functional.conv2d(a.transpose(2, 3), weight)


_ISSUE = "https://github.com/pytorch/pytorch/issues/"
CHECKS: tuple[Check, ...] = (
    Check(
        "transposed",
        "matmul",
        "(512, 96) transposed @ (512, 64), float32, after a large tensor was freed",
        _ISSUE + "193487",
        "torch 2.7 to 2.13, M2 Max",
        "a.t() @ b",
        _sum_limit(512),
        _drawn((512, 96), (512, 64)),
        _transposed,
    ),
    Check(
        "long_sums",
        "bmm",
        "(2, 4, 32768) @ (2, 32768, 4) of ones",
        _ISSUE + "195163",
        "M1 and M2",
        "torch.bmm(a, b)",
        _SINGLE,
        _long_sums,
        lambda torch, a, b: torch.bmm(a, b),
    ),
    Check(
        "twice",
        "linear",
        "(2, 64, 256) by (96, 256), float16, no bias, computed twice",
        _ISSUE + "180776",
        "float16 and bfloat16, some shapes",
        "F.linear(a, b) - F.linear(a, b)",
        0.0,
        _half_pair,
        _twice,
    ),
    Check(
        "many_rows",
        "linear",
        "65,537 rows of 8, with bias",
        _ISSUE + "189495",
        "torch 2.12 to a 2.14 development build, M5 Max",
        "F.linear(a, b, c)",
        _sum_limit(8),
        _drawn((65537, 8), (8, 8), (8,)),
        _linear,
    ),
    Check(
        "three_dimensions",
        "linear",
        "(2, 64, 128) by (384, 128), with bias",
        _ISSUE + "192934",
        "virtual M1, macOS 26",
        "F.linear(a, b, c)",
        _sum_limit(128),
        _drawn((2, 64, 128), (384, 128), (384,)),
        _linear,
    ),
    Check(
        "late_copies",
        "to(non_blocking=True)",
        "64 scalars that are freed at once",
        _ISSUE + "139550",
        "torch 2.5 to 2.13",
        "torch.stack([torch.tensor(x).to(device, non_blocking=True) for x in a.tolist()])",
        0.0,
        _drawn((64,)),
        _late_copies,
    ),
    Check(
        "strided_update",
        "addcmul, addcdiv",
        "(33, 65) transposed, which Adam does to transposed parameters",
        _ISSUE + "118115",
        "up to torch 2.3",
        "a.t().clone().t().addcmul_(b, c).addcdiv_(b, c.abs() + 1)",
        _SINGLE,
        _drawn((33, 65), (33, 65), (33, 65)),
        lambda _, a, b, c: a.t().contiguous().t().addcmul_(b, c).addcdiv_(b, c.abs() + 1),
    ),
    Check(
        "strided_out",
        "matmul(out=)",
        "(32, 48) @ (48, 16) into every second column",
        _ISSUE + "104832",
        "torch 2.0",
        "torch.matmul(a, b, out=whole[:, ::2])",
        _sum_limit(48),
        _drawn((32, 48), (48, 16)),
        _strided_out,
    ),
    Check(
        "slice_mean",
        "mean",
        "(64, 33) without its first column",
        _ISSUE + "94753",
        "torch 2.0",
        "a[:, 1:].mean(dim=1)",
        _SINGLE,
        _drawn((64, 33)),
        lambda _, a: a[:, 1:].mean(dim=1),
    ),
    Check(
        "one_minus",
        "rsub",
        "(64, 33) of numbers from 0 to 1",
        _ISSUE + "82543",
        "a torch 1.13 development build",
        "1.0 - a",
        _SINGLE,
        _nearly_integers,
        lambda _, a: 1.0 - a,
    ),
    Check(
        "whole_numbers",
        "where, gt",
        "100,003 int64 numbers up to 2**40",
        _ISSUE + "122233",
        "torch 2.2 (on 10**8 numbers)",
        "torch.where(a > 0, a, -a)",
        0.0,
        _whole_numbers,
        lambda torch, a: torch.where(a > 0, a, -a),
    ),
    Check(
        "strided_weight",
        "conv2d",
        "(2, 3, 16, 20) with a weight (4, 3, 3, 3), both transposed",
        _ISSUE + "192212",
        "reported August 2026",
        "F.conv2d(a.transpose(2, 3), b.permute(0, 1, 3, 2))",
        _sum_limit(27),
        _drawn((2, 3, 16, 20), (4, 3, 3, 3)),
        _convolution,
    ),
)


def by_id() -> Mapping[str, Check]:
    """Give the checks by their ids."""
    return {check.id: check for check in CHECKS}
