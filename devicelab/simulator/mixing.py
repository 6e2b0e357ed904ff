"""Tensors of two devices in one call: where that is refused, and with which sentence."""

from __future__ import annotations

from typing import Any

import torch

from devicelab.simulator import tensor as simulated
from devicelab.simulator import texts
from devicelab.simulator.session import current

# Functions that take tensors of two devices.
MIXING = {
    *("copy_", "__getitem__", "__setitem__", "__get__", "index_put_", "index_put", "set_"),
    *("module_load", "swap_tensors", "to", "_to", "apply", "cpu", "type", "type_as", "backward"),
    *("new_tensor", "new_full", "register_hook"),
}
_RECURRENT = {"lstm", "gru", "rnn_tanh", "rnn_relu"}
FACTORIES = {"new_tensor", "new_zeros", "new_ones", "new_full", "new_empty", "new_empty_strided"}


def new(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """`x.new_zeros(…, device=…)`: on the CPU if that is asked for."""
    wanted = kwargs.pop("device")
    if wanted is None or torch.device(wanted).type == "mps":
        return func(*args, **kwargs)
    return func(*(simulated.inner_of(a) for a in args), device=wanted, **kwargs)


def refuse(name: str, args: Any, kwargs: dict[str, Any]) -> None:
    """Raise what a Mac says where `name` got tensors of two devices."""
    if name in _RECURRENT and len(args) > 1 and isinstance(args[1], torch.Tensor):
        # Of a packed sequence: its batch sizes are on the CPU by design.
        args = tuple(a for a in args if getattr(a, "dtype", None) != torch.int64)
    found = _plain_argument(args, kwargs)
    if found is None:
        return
    if name == "__set__":
        raise RuntimeError(texts.GRAD_DEVICE)
    raise RuntimeError(current().texts.mixed(name, found))


def _plain_argument(args: Any, kwargs: dict[str, Any]) -> str | None:
    """Which of linear's argument names holds a CPU tensor with dimensions, if any does."""
    for place, value in enumerate((*args, *kwargs.values())):
        if isinstance(value, (list, tuple)):
            if _plain_argument(value, {}):
                return "input"
        elif (
            isinstance(value, torch.Tensor)
            and not isinstance(value, simulated.MPSTensor)
            and value.dim()
        ):
            return ("input", "weight", "bias")[min(place, 2)]
    return None
