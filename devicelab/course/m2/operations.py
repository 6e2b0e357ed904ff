"""Ten operations to try on a device: some have no kernel on MPS in some releases of PyTorch.

Which ones differs by release, so a learner asks the device; no list is kept here of what falls
back. `embedding with max_norm` and `fold` are registered for the CPU in MPSFallback.mm.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Callable

import torch
from torch.nn import functional


def ten_operations(device: Any) -> Mapping[str, Callable[[], Any]]:
    """Give ten functions without arguments by name, each ready to run on `device`."""
    square = torch.tensor([[2.0, 1.0], [1.0, 3.0]], device=device)
    row = torch.tensor([3.0, 1.0, 2.0, 2.0], device=device)
    table, index = torch.ones(4, 2, device=device), torch.tensor([0, 1], device=device)
    columns = torch.ones(1, 4, 4, device=device)
    return {
        "matmul": lambda: square @ square,
        "linalg.eig": functools.partial(torch.linalg.eig, square),
        "linalg.eigh": functools.partial(torch.linalg.eigh, square),
        "linalg.svd": functools.partial(torch.linalg.svd, square),
        "linalg.qr": functools.partial(torch.linalg.qr, square),
        "linalg.lstsq": functools.partial(torch.linalg.lstsq, square, square),
        "kthvalue": functools.partial(torch.kthvalue, row, 2),
        "mode": functools.partial(torch.mode, row),
        "embedding with max_norm": functools.partial(
            functional.embedding, index, table, max_norm=1.0
        ),
        "fold": functools.partial(functional.fold, columns, output_size=(3, 3), kernel_size=(2, 2)),
    }
