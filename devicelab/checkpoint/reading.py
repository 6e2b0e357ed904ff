"""What the lines of a ledger say, read once.

A file of receipts only grows, and each check looks at all of it. Reading a line and
asking whether it is a receipt takes about 0.1 ms, so of a file read before only the
bytes are compared, and what was added is read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable

from .chain import FIRST, LINE_CAP, digest

#: A longer file is read anew each time, so that no more than this is held in memory.
REMEMBERED = 8 * 1024 * 1024

Fits = Callable[[Any], bool]


def anything(_: Any) -> bool:
    """Take every entry."""
    return True


@dataclass
class Reading:
    """What a ledger holds; nobody may change its entries, for they are handed out again.

    Attributes:
        entries: in order, those that are of the right kind.
        misfits: how many entries are of another kind.
        unreadable: numbers of the lines that are no entries.
        unchained: numbers of the lines that do not follow from the one before.
        last: the last line's hash.
        torn: what follows the last line end.
        lines: how many lines there are.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    unchained: list[int] = field(default_factory=list)
    last: str = FIRST
    torn: bytes = b""
    misfits: int = 0
    lines: int = 0

    @property
    def problems(self) -> list[str]:
        """Say what is wrong, a sentence for each kind, however many lines it is."""
        told = (
            _told(
                self.unreadable, "can't be read and is left out", "can't be read and are left out"
            ),
            _told(
                self.unchained,
                "does not follow from the line before it",
                "do not follow from the line before them",
            ),
        )
        return [sentence for sentence in told if sentence]


def _told(lines: list[int], one: str, many: str) -> str:
    if len(lines) < 2:  # noqa: PLR2004 - one line, or none
        return f"Line {lines[0]} {one}." if lines else ""
    return f"{len(lines):,} lines {many}; the first is line {lines[0]}."


def parse(content: bytes, fits: Fits = anything) -> Reading:
    """Read a ledger's bytes; what follows the last line end is torn, not an entry."""
    return _continued(Reading(), content, fits)


#: By file and kind of entry: the whole lines read last, and what they said.
_known: dict[tuple[Path, Fits], tuple[bytes, Reading]] = {}


def parsed(path: Path, content: bytes, fits: Fits) -> Reading:
    """Read a ledger's bytes; only what was added since the last time is looked at."""
    before, known = _known.get((path, fits), (b"", Reading()))
    if not content.startswith(before):
        before, known = b"", Reading()
    reading = _continued(known, content[len(before) :], fits)
    whole = len(content) - len(reading.torn)
    if whole <= REMEMBERED:
        _known[path, fits] = content[:whole], _continued(reading, b"", fits)
    return reading


def _continued(known: Reading, content: bytes, fits: Fits) -> Reading:
    *lines, torn = content.split(b"\n")
    reading = replace(
        known,
        entries=list(known.entries),
        unreadable=list(known.unreadable),
        unchained=list(known.unchained),
        torn=torn,
    )
    for line in lines:
        reading.lines += 1
        _parse_line(reading, line, fits)
    return reading


def _parse_line(reading: Reading, line: bytes, fits: Fits) -> None:
    entry = _entry(line)
    if entry is None:
        reading.unreadable.append(reading.lines)
    else:
        if entry.get("prev") != reading.last:
            reading.unchained.append(reading.lines)
        if fits(entry):
            reading.entries.append(entry)
        else:
            reading.misfits += 1
    reading.last = digest(line)


def _entry(line: bytes) -> dict[str, Any] | None:
    if len(line) > LINE_CAP:
        return None
    try:
        entry = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
