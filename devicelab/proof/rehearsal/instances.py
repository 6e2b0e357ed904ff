"""Objects that an answer finds ready-made: a loss, a model, a settings object of one's own.

They travel as their class and what they hold. Only such whose whole state is their
`__dict__`: of a learner's own classes, and modules of `torch.nn`.
"""

from __future__ import annotations

import sys
from typing import Any, Callable


def state_of(value: Any, is_own: Callable[[type], bool]) -> dict[str, Any] | None:
    """Give what an object holds; None if that is not all of it.

    Args:
        value: any object.
        is_own: says whether a class is a learner's.
    """
    kind = type(value)
    if not isinstance(getattr(value, "__dict__", None), dict):
        return None
    if all(base is object or _of_torch_nn(base) or is_own(base) for base in kind.__mro__):
        return dict(vars(value))
    return None


def _of_torch_nn(kind: type) -> bool:
    torch = sys.modules.get("torch")
    ours = torch is not None and issubclass(kind, torch.nn.Module)
    return ours and kind.__module__.startswith("torch.nn.")


def empty(kind: Any) -> Any:
    """Make an object of a class, without what it holds; its `__init__` is not run again."""
    return object.__new__(kind)
