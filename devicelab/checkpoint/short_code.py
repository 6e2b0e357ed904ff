"""A short code of a learner's best outcomes, to be pasted where no file can be handed over.

``dl1.<base64url of packed JSON>.<CRC-32>``: the check sum finds a slip in copying. It
proves nothing; the receipts do that.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import ledger
from .exercise import ITEM
from .learner import PSEUDONYM
from .progress import BEST_FIRST, best_of, is_simulated

_CODE = re.compile(r"dl1\.([A-Za-z0-9_-]{8,4000})\.([0-9a-f]{8})")
_MOST_BYTES = 16_384
_LETTERS = dict(zip(BEST_FIRST, "pcfensbu"))
_SIMULATED = "m"
_WORDS = {**{letter: word for word, letter in _LETTERS.items()}, _SIMULATED: "passed"}


class NoCode(ValueError):  # noqa: N818 - it names what happened
    """The text is no code, or was not copied whole."""


@dataclass(frozen=True)
class Short:
    """What a code says: the best outcome of each item that was tried."""

    learner: str
    course_version: str
    receipts: int
    outcomes: Mapping[str, str]
    simulated: frozenset[str]
    """The items that have passed on a simulated Mac only."""


def made(kept: Iterable[Mapping[str, Any]], learner: str) -> str:
    """Make the code of a learner's receipts."""
    receipts = list(kept)
    outcomes = " ".join(f"{i}{_letter(best)}" for i, best in sorted(best_of(receipts).items()))
    version = receipts[-1]["course_version"] if receipts else ""
    body = ledger.canonical({"c": version, "l": learner, "n": len(receipts), "o": outcomes})
    packed = base64.urlsafe_b64encode(zlib.compress(body, 9)).decode("ascii").rstrip("=")
    return f"dl1.{packed}.{zlib.crc32(packed.encode()):08x}"


def _letter(receipt: Mapping[str, Any]) -> str:
    return _SIMULATED if is_simulated(receipt) else _LETTERS[receipt["outcome"]]


def read(text: str) -> Short:
    """Read a code that somebody pasted; spaces and line ends in it do not matter.

    Raises:
        NoCode: it is none.
    """
    found = _CODE.fullmatch("".join(text[:8000].split()))
    if found is None or f"{zlib.crc32(found[1].encode()):08x}" != found[2]:
        raise NoCode("This is no code of devicelab, or it was not copied whole.")
    try:
        return _short(json.loads(_unpacked(found[1])))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError) as error:
        raise NoCode("This code holds something else than outcomes.") from error


def _unpacked(packed: str) -> bytes:
    padded = packed + "=" * (-len(packed) % 4)
    unpacker = zlib.decompressobj()
    body = unpacker.decompress(base64.urlsafe_b64decode(padded), _MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError("too long")
    return body


def _short(data: Any) -> Short:
    words = [word for word in data["o"].split(" ") if word]
    outcomes = {word[:-1]: _WORDS[word[-1]] for word in words}
    simulated = frozenset(word[:-1] for word in words if word[-1] == _SIMULATED)
    sound = all(map(ITEM.fullmatch, outcomes)) and PSEUDONYM.fullmatch(data["l"])
    if not sound or type(data["n"]) is not int or not re.fullmatch(r"[\w.+-]{0,64}", data["c"]):
        raise ValueError("strange content")
    return Short(data["l"], data["c"], data["n"], outcomes, simulated)
