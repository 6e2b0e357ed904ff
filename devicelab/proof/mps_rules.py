"""The rules by which MPS refuses, on CPU tensors: no float64, no operator without a kernel.

Lighter than the simulated Mac: no second device, only the refusals, for one call.
The texts are the simulator's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from devicelab.simulator import texts

_DOUBLE = frozenset([torch.float64, torch.complex128])


class MPSRules(TorchDispatchMode):  # type: ignore[misc]
    """Raises what a Mac would for float64 results and for operators without MPS kernel.

    Args:
        missing: operators such as `aten::linalg_eig`; by default those of this torch.
        fallback: count these instead of refusing them, as with PYTORCH_ENABLE_MPS_FALLBACK=1.

    Attributes:
        fallbacks: how often each fell back.
    """

    def __init__(self, missing: Iterable[str] | None = None, fallback: bool = False) -> None:
        super().__init__()
        self._texts = texts.Texts.of(torch.__version__, str(torch.version.git_version))
        self._missing = self._texts.missing if missing is None else frozenset(missing)
        self._fallback = fallback
        self.fallbacks: Counter[str] = Counter()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the operator unless MPS would not.

        Raises:
            NotImplementedError: it has no MPS kernel and does not fall back.
            TypeError: its result is in double precision.
        """
        name = func._schema.name
        if name in self._missing:
            if not self._fallback:
                raise NotImplementedError(self._texts.not_implemented(name))
            self.fallbacks[name] += 1
        out = func(*args, **(kwargs or {}))
        if any(isinstance(t, torch.Tensor) and t.dtype in _DOUBLE for t in tree_leaves(out)):
            raise TypeError(texts.FLOAT64)
        return out
