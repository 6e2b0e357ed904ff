"""What a message of torch's means: the first pattern of ``protocol/messages.json`` that it holds.

`src/model/explain.ts` is the same in TypeScript; `tests/diagnosis/messages.json` drives both.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .data import table
from .words import Command, filled

#: Characters of a text that are looked at: half from its start and half from its end.
LONGEST_TEXT = 20_000
_SIZE = re.compile(r"(\d) ?([KMGT])B$")


@dataclass(frozen=True)
class Explanation:
    """What a message means; `known` is False where no pattern fits."""

    id: str
    known: bool
    title: str
    what: str
    why: str
    act: str | None
    command: Command | None


def explain(text: str) -> Explanation:
    """Explain a message, a warning or a whole traceback.

    Args:
        text: as printed. Of a longer text the first and last 10,000 characters count.

    Returns:
        The explanation; `known` is False, and the sentences say so, where there is none.
    """
    looked_at = _ends(text)
    for message in table("messages")["messages"]:
        found = next(filter(None, (p.search(looked_at) for p in _patterns(message["id"]))), None)
        if found:
            args = [_arg(k, v or "") for k, v in zip(message["args"], found.groups())]
            return _explanation(message["id"], table("texts")["messages"][message["id"]], args)
    return unknown()


def unknown() -> Explanation:
    """Return what is said about a text that no pattern fits."""
    return _explanation("unknown", table("texts")["unknown_message"], [])


def nothing() -> Explanation:
    """Return what is said where there is no text."""
    return _explanation("nothing", table("texts")["nothing_to_explain"], [])


def _explanation(name: str, entry: Mapping[str, Any], args: list[str]) -> Explanation:
    words = filled(entry, args)
    known = name in table("texts")["messages"]
    return Explanation(name, known, entry["title"], **vars(words))


def _ends(text: str) -> str:
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]}\n{text[-half:]}"


@functools.cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    message = next(m for m in table("messages")["messages"] if m["id"] == name)
    # ASCII: \w and \d mean in JavaScript what they mean here.
    return tuple(re.compile(pattern, re.ASCII) for pattern in message["patterns"])


def _arg(kind: str, value: str) -> str:
    if kind == "size":
        # torch's GB is 1024³ bytes, as its GiB is: format_size in MPSAllocator.mm.
        return _SIZE.sub(r"\1 \2iB", value)
    return f"{int(value) // 1000}.{int(value) % 1000 // 10}" if kind == "cuda" else value
