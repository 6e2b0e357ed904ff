"""Is this a receipt? Read by hand, since a kernel need not have `jsonschema`.

The fields are those of protocol/receipt.schema.json; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable

from .exercise import ITEM, MESSAGE_ID
from .learner import PSEUDONYM
from .verdict import WORDS

Shape = Callable[[Any], bool]


def _text(limit: int) -> Shape:
    return lambda v: isinstance(v, str) and len(v) <= limit


def _matches(pattern: str | re.Pattern[str]) -> Shape:
    compiled = re.compile(pattern)
    return lambda v: isinstance(v, str) and compiled.fullmatch(v) is not None


def _one_of(*values: Any) -> Shape:
    return lambda v: (v is None or isinstance(v, str)) and v in values


def _number(low: float, high: float) -> Shape:
    return lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and low <= v <= high


def _whole(low: int, high: int) -> Shape:
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _or_null(shape: Shape) -> Shape:
    return lambda v: v is None or shape(v)


def _object(fields: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    known = {**fields, **(optional or {})}

    def fits(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and fields.keys() <= value.keys() <= known.keys()
            and all(known[name](found) for name, found in value.items())
        )

    return fits


def _list(shape: Shape, most: int) -> Shape:
    return lambda v: isinstance(v, list) and len(v) <= most and all(map(shape, v))


_SHA256 = _matches(r"[0-9a-f]{64}")
_MESSAGE = _or_null(_matches(MESSAGE_ID))
_SUBCHECK = _object(
    {"name": _text(200), "status": _one_of("passed", "failed", "skipped"), "message_id": _MESSAGE}
)
_DEVICE = _object(
    {
        "type": _one_of("cpu", "cuda", "mps", "xpu", None),
        "name": _or_null(_text(128)),
        "torch": _or_null(_text(64)),
        "python": _text(64),
        "os": _text(128),
    }
)

is_receipt: Shape = _object(
    {
        "v": _whole(1, 1),
        "course": _text(100),
        "course_version": _text(64),
        "item": _matches(ITEM),
        "attempt": _whole(1, 1_000_000),
        "outcome": _one_of(*WORDS),
        "message_id": _MESSAGE,
        "subchecks": _list(_SUBCHECK, 64),
        "points": _number(0, 1000),
        "max_points": _number(0, 1000),
        "started": _matches(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
        "ms": _number(0, 1e9),
        "device": _DEVICE,
        "sim": _flag,
        "rehearsed": _flag,
        "skip": _or_null(_object({"code": _matches(MESSAGE_ID), "text": _text(500)})),
        "nonce": _matches(r"[0-9a-f]{16}"),
        "inputs_sha256": _or_null(_SHA256),
        "answer_sha256": _or_null(_SHA256),
        "bank": _SHA256,
        "revision": _whole(1, 100_000),
        "hints_shown": _whole(0, 20),
        "solution_shown": _flag,
        "learner": _matches(PSEUDONYM),
        "prev": _SHA256,
    },
    # Receipts from before there were these are receipts.
    optional={
        "lane": _one_of("cpu", "cuda", "mps", "xpu", "simulated", None),
        "shared": _flag,
    },
)
