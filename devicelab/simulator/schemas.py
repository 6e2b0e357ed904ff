"""What the dispatcher's schema says of an operator."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def read(func: Any) -> tuple[str, bool]:
    """Give an operator's name, as `aten::add`, and whether its result may share memory with an argument."""
    schema = func._schema
    both = [*schema.arguments, *schema.returns]
    return schema.name, any(a.alias_info is not None for a in both)
