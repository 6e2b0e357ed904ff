"""What the helper says, line by line: written beside the kernel, read inside it.

A reading is a list, its values in the order of `FIELDS`: with their names, a
line would have no room for the five that use the GPU most.
"""

from __future__ import annotations

import json
from typing import Any

CAP = 300
FIELDS = (
    "pressure",
    "swap_used",
    "compressed",
    "wired",
    "app",
    "cached",
    "gpu_use",
    "gpu_own",
    "gpu_memory",
    "power_w",
    "footprint",
)


def of_facts(facts: dict[str, Any]) -> bytes:
    """Facts for the report's `host` as a line."""
    return _packed({"facts": facts})


def of_reading(found: dict[str, Any]) -> bytes:
    """A reading as one line of at most 300 bytes; those that use the GPU least are left out first."""
    values = [_rounded(found.get(field)) for field in FIELDS]
    told = found.get("gpu_others")
    users = [[u["pid"], u["name"], _rounded(u["share"])] for u in told or ()]
    while True:
        text = _packed([*values, None if told is None else users])
        if len(text) <= CAP or not users:
            return text
        users.pop()


def _packed(told: Any) -> bytes:
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def facts(told: Any) -> dict[str, Any] | None:
    """The facts of a line's content, where it holds some."""
    found = told.get("facts") if isinstance(told, dict) else None
    return found if isinstance(found, dict) else None


def reading(told: Any) -> dict[str, Any] | None:
    """The sample's `host` from a line's content, or None where it holds no reading."""
    try:
        *values, users = told
        others = None if users is None else [_user(*user) for user in users]
    except (TypeError, ValueError):
        return None
    if len(values) != len(FIELDS):
        return None
    return {**dict(zip(FIELDS, values)), "gpu_others": others}


def _user(pid: Any, name: Any, share: Any) -> dict[str, Any]:
    return {"pid": pid, "name": name, "share": share}
