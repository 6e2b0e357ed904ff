"""A chain of JSON lines as bytes: each line holds the hash of the line before.

The chain shows a change after the fact; it cannot prevent one. Whoever reads must expect
lines that no kernel of ours wrote.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

FIRST = "0" * 64
LINE_CAP = 64 * 1024


def canonical(entry: dict[str, Any]) -> bytes:
    """Give the one byte form of an entry: sorted keys, no spaces, floats of 6 digits."""
    text = json.dumps(
        _rounded(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list) else value


def digest(line: bytes) -> str:
    """Hash a line, without its line end, as the next one holds it."""
    return hashlib.sha256(line).hexdigest()
