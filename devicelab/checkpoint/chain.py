"""A chain of JSON lines as bytes: each line holds the hash of the line before.

The chain shows a change after the fact; it cannot prevent one. Whoever reads must expect
lines that no kernel of ours wrote.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

FIRST = "0" * 64
LINE_CAP = 64 * 1024


@dataclass
class Reading:
    """What a ledger holds: its entries, and the numbers of the lines that are not as they should be."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    unchained: list[int] = field(default_factory=list)
    last: str = FIRST
    torn: bytes = b""
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


def parse(content: bytes) -> Reading:
    """Read a ledger's bytes; what follows the last line end is torn, not an entry."""
    reading = Reading()
    extend(reading, content)
    return reading


def extend(reading: Reading, content: bytes) -> None:
    """Read the bytes that follow those of `reading`, which ended with a line."""
    *lines, reading.torn = content.split(b"\n")
    for line in lines:
        _parse_line(reading, line)


def _parse_line(reading: Reading, line: bytes) -> None:
    entry = _entry(line)
    reading.lines += 1
    if entry is None:
        reading.unreadable.append(reading.lines)
    else:
        if entry.get("prev") != reading.last:
            reading.unchained.append(reading.lines)
        reading.entries.append(entry)
    reading.last = digest(line)


def digest(line: bytes) -> str:
    """Hash a line, without its line end, as the next one holds it."""
    return hashlib.sha256(line).hexdigest()


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
