"""Right answers to m1.q3, as different as they come; the self-test runs each of them."""

from __future__ import annotations

from collections.abc import Mapping

ALTERNATIVES: Mapping[str, str] = {
    "is_the_same_object": """\
def makes_copy(x, *args, **kwargs) -> bool:
    return x.to(*args, **kwargs) is not x
""",
    "data_ptr": """\
def makes_copy(x, *args, **kwargs):
    y = x.to(*args, **kwargs)
    return y.device != x.device or y.data_ptr() != x.data_ptr()
""",
    "writes_and_restores": """\
import torch


def makes_copy(x, *args, **kwargs):
    y = x.to(*args, **kwargs)
    if y.device != x.device or y.dtype != x.dtype:
        return True
    first = (0,) * x.dim()
    with torch.no_grad():
        kept = x[first].clone()
        y[first] = kept + 1
        shared = bool(x[first] != kept)
        if shared:
            y[first] = kept
    return not shared
""",
}
