"""Text that is safe to send."""

from __future__ import annotations

from typing import Any


def clip(value: Any, length: int) -> str:
    """`value` as text of at most `length` characters, with unprintable ones replaced."""
    whole = value if isinstance(value, str) else str(value)
    clean = "".join(c if c.isprintable() else " " for c in str(whole)[:length])
    return clean.encode("utf-8", "replace").decode("utf-8")
