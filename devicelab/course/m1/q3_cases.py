"""The cases of m1.q3: what `.to()` is asked for, and whether that makes new storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devicelab.checkpoint import Trial

COPY = "`copy=True`"
DTYPE = "another dtype by position"


@dataclass(frozen=True)
class Case:
    """`x.to(*args, **to)` makes new storage, or does not."""

    name: str
    x: Any
    to: Mapping[str, Any]
    copies: bool
    args: tuple[Any, ...] = ()


def cases(trial: Trial) -> list[Case]:
    """Draw the cases that any device can try."""
    import torch

    here = {"device": trial.device}
    copy = {"device": trial.device, "copy": True}
    return [
        Case("the same device", trial.tensor(6), here, copies=False),
        Case(COPY, trial.tensor(6), copy, copies=True),
        Case("another dtype", trial.tensor(6), {"dtype": torch.float16}, copies=True),
        *_positional(trial),
        Case("a view", trial.tensor(2, 3).view(6), here, copies=False),
        Case("a slice", trial.tensor(6)[2:], here, copies=False),
        Case("a slice with `copy=True`", trial.tensor(6)[2:], copy, copies=True),
        Case("transposed", trial.tensor(2, 3).t(), {"dtype": torch.float32}, copies=False),
        Case("a Parameter", torch.nn.Parameter(trial.tensor(6)), here, copies=False),
    ]


def _positional(trial: Trial) -> list[Case]:
    import torch

    here, half = trial.device, torch.float16
    return [
        Case("the device by position", trial.tensor(6), {}, copies=False, args=(here,)),
        Case(DTYPE, trial.tensor(6), {}, copies=True, args=(half,)),
        Case("device and dtype by position", trial.tensor(6), {}, copies=True, args=(here, half)),
    ]


def is_still(x: Any, before: Any) -> bool:
    """Say whether a tensor is as its copy from before: shape, dtype, device, numbers."""
    # The learner may have left anything in place of the tensor: what can't be compared has changed.
    try:
        same = (x.shape, x.dtype, x.device) == (before.shape, before.dtype, before.device)
        room = (x.storage_offset() + x.numel()) * x.element_size()
        return same and x.untyped_storage().nbytes() >= room and bool((x.detach() == before).all())
    except Exception:  # noqa: BLE001 - see above
        return False
