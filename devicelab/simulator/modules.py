"""`Module.to` in both directions."""

from __future__ import annotations

import functools
from typing import Any

import torch
from torch import __future__ as settings

from devicelab.simulator.patches import Patches


def install(patches: Patches) -> None:
    """Have modules swap a moved parameter for the old one, and only while they move.

    Data can't be set across the two kinds of tensor. Always on, the setting would make
    `load_state_dict` swap too, which fails for an LSTM: it keeps weak references.
    """
    plain = torch.nn.Module._apply

    @functools.wraps(plain)
    def apply(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = settings.get_swap_module_params_on_conversion()
        settings.set_swap_module_params_on_conversion(True)
        try:
            return plain(self, *args, **kwargs)
        finally:
            settings.set_swap_module_params_on_conversion(before)

    patches.set(torch.nn.Module, "_apply", apply)
