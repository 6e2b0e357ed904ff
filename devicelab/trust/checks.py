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

from . import shapes
from .shapes import Compute, Inputs, drawn

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
        drawn((512, 96), (512, 64)),
        shapes.transposed_product,
    ),
    Check(
        "long_sums",
        "bmm",
        "(2, 4, 32768) @ (2, 32768, 4) of ones",
        _ISSUE + "195163",
        "M1 and M2",
        "torch.bmm(a, b)",
        _SINGLE,
        shapes.ones_for_long_sums,
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
        shapes.half_pair,
        shapes.linear_twice,
    ),
    Check(
        "many_rows",
        "linear",
        "65,537 rows of 8, with bias",
        _ISSUE + "189495",
        "torch 2.12 to a 2.14 development build, M5 Max",
        "F.linear(a, b, c)",
        _sum_limit(8),
        drawn((65537, 8), (8, 8), (8,)),
        shapes.linear,
    ),
    Check(
        "three_dimensions",
        "linear",
        "(2, 64, 128) by (384, 128), with bias",
        _ISSUE + "192934",
        "virtual M1, macOS 26",
        "F.linear(a, b, c)",
        _sum_limit(128),
        drawn((2, 64, 128), (384, 128), (384,)),
        shapes.linear,
    ),
    Check(
        "late_copies",
        "to(non_blocking=True)",
        "64 scalars that are freed at once",
        _ISSUE + "139550",
        "torch 2.5 to 2.13",
        "torch.stack([torch.tensor(x).to(device, non_blocking=True) for x in a.tolist()])",
        0.0,
        drawn((64,)),
        shapes.late_copies,
    ),
    Check(
        "strided_update",
        "addcmul, addcdiv",
        "(33, 65) transposed, which Adam does to transposed parameters",
        _ISSUE + "118115",
        "up to torch 2.3",
        "a.t().clone().t().addcmul_(b, c).addcdiv_(b, c.abs() + 1)",
        _SINGLE,
        drawn((33, 65), (33, 65), (33, 65)),
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
        drawn((32, 48), (48, 16)),
        shapes.strided_out,
    ),
    Check(
        "slice_mean",
        "mean",
        "(64, 33) without its first column",
        _ISSUE + "94753",
        "torch 2.0",
        "a[:, 1:].mean(dim=1)",
        _SINGLE,
        drawn((64, 33)),
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
        shapes.from_0_to_1,
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
        shapes.whole_numbers,
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
        drawn((2, 3, 16, 20), (4, 3, 3, 3)),
        shapes.convolution,
    ),
)


def by_id() -> Mapping[str, Check]:
    """Give the checks by their ids."""
    return {check.id: check for check in CHECKS}
