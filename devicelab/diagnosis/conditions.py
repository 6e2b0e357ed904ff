"""Conditions over facts, in three values: true, false, and unknown (None).

`src/model/conditions.ts` is the same in TypeScript; `tests/diagnosis/*.json` drive both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable, Optional

Truth = Optional[bool]
_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,5}")


def fact(facts: Mapping[str, Any], path: str) -> Any:
    """Return the fact at a dotted ``path``, or None where any part of the way is missing."""
    value: Any = facts
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def version(value: Any) -> tuple[int, ...] | None:
    """Return the numbers at the start of a version (``"2.13.0+cpu"`` gives 2, 13, 0), or None."""
    found = _VERSION.match(value) if isinstance(value, str) else None
    return tuple(int(part) for part in found.group().split(".")) if found else None


def is_below(one: Any, other: Any) -> Truth:
    """Say whether a version is below another; missing parts count as 0."""
    left, right = version(one), version(other)
    if left is None or right is None:
        return None
    length = max(len(left), len(right))
    return left + (0,) * (length - len(left)) < right + (0,) * (length - len(right))


def holds(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> Truth:
    """Evaluate a condition of ``protocol/diagnosis.json``.

    Returns:
        True or False where the facts decide; None where they don't.
    """
    if "all" in condition:
        return _all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return _not(_all(_not(holds(part, facts)) for part in condition["any"]))
    if "not" in condition:
        return _not(holds(condition["not"], facts))
    return _compare(condition, facts)


def _all(parts: Any) -> Truth:
    truths = list(parts)
    if False in truths:
        return False
    return None if None in truths else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _compare(condition: Mapping[str, Any], facts: Mapping[str, Any]) -> Truth:
    value = fact(facts, condition["fact"])
    if "known" in condition:
        return (value is not None) is condition["known"]
    if value is None:
        return None
    name = next(op for op in _OPERATORS if op in condition)
    wanted = condition[name]
    if isinstance(wanted, Mapping):
        wanted = fact(facts, wanted["fact"])
    return _OPERATORS[name](value, wanted)


def _same(value: Any, wanted: Any) -> bool:
    # 1 is not True here: what crosses to JavaScript is compared as it is there.
    return type(value) is type(wanted) and bool(value == wanted)


_OPERATORS: dict[str, Callable[[Any, Any], Truth]] = {
    "is": _same,
    "in": lambda value, wanted: any(_same(value, one) for one in wanted),
    "starts": lambda value, wanted: isinstance(value, str) and value.startswith(wanted),
    "below": is_below,
    "from": lambda value, wanted: _not(is_below(value, wanted)),
}
