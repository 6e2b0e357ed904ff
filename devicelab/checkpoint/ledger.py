"""An append-only file of JSON lines, each holding the hash of the line before.

The chain shows a change after the fact; it cannot prevent one. Two kernels may
write at the same time, a kernel may die in the middle of a line, and whoever
reads must expect lines that no kernel of ours wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None  # type: ignore[assignment]

FIRST = "0" * 64
LINE_CAP = 64 * 1024
FILE_CAP = 64 * 1024 * 1024
_PATIENCE_S = 5.0


@dataclass
class Reading:
    """What a ledger holds: its entries, and the numbers of the lines that are not as they should be."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    unchained: list[int] = field(default_factory=list)
    last: str = FIRST
    torn: bytes = b""

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


def read(path: Path) -> Reading:
    """Read a ledger, whoever wrote it; a missing file is an empty one.

    Raises:
        OSError: the file is there and can't be read.
    """
    try:
        descriptor = _opened(path, os.O_RDONLY)
    except FileNotFoundError:
        return Reading()
    try:
        return parse(_content(descriptor))
    finally:
        os.close(descriptor)


def content(path: Path) -> bytes:
    """Give a ledger's whole lines as they are; what is torn off at the end is left out.

    Raises:
        OSError: the file is there and can't be read.
    """
    try:
        descriptor = _opened(path, os.O_RDONLY)
    except FileNotFoundError:
        return b""
    try:
        found = _content(descriptor)
    finally:
        os.close(descriptor)
    return found[: found.rfind(b"\n") + 1]


def parse(content: bytes) -> Reading:
    """Read a ledger's bytes; what follows the last line end is torn, not an entry."""
    *lines, torn = content.split(b"\n")
    reading = Reading(torn=torn)
    for number, line in enumerate(lines, start=1):
        _parse_line(reading, number, line)
    return reading


def _parse_line(reading: Reading, number: int, line: bytes) -> None:
    entry = _entry(line)
    if entry is None:
        reading.unreadable.append(number)
    else:
        if entry.get("prev") != reading.last:
            reading.unchained.append(number)
        reading.entries.append(entry)
    reading.last = hashlib.sha256(line).hexdigest()


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


def append(path: Path, build: Callable[[Reading], dict[str, Any]]) -> str | None:
    """Append one entry, made by `build` from what is already there.

    Args:
        path: the ledger; its folder is made if need be.
        build: gets the earlier lines, gives the entry without `prev`.

    Returns:
        A sentence if a torn line had to be moved aside, else None.

    Raises:
        OSError: nothing was written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
    try:
        with _locked(descriptor):
            reading = parse(_content(descriptor))
            aside = _move_torn_aside(path, descriptor, reading.torn)
            _write(descriptor, canonical({**build(reading), "prev": reading.last}) + b"\n")
    finally:
        os.close(descriptor)
    return aside


def _opened(path: Path, flags: int) -> int:
    # O_NONBLOCK: a pipe laid in the file's place must not hold the kernel.
    extra = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | extra, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path.name} is not a plain file")
    return descriptor


def _content(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size > FILE_CAP:
        raise OSError("the file is larger than 64 MiB")
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    held = fcntl is not None and _lock(descriptor)
    try:
        yield
    finally:
        if held:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _lock(descriptor: int) -> bool:
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.005)
        except OSError:  # some network folders have no locks: O_APPEND must do
            return False
        else:
            return True


def _move_torn_aside(path: Path, descriptor: int, torn: bytes) -> str | None:
    if not torn:
        return None
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside = path.with_name(f"{path.stem}.torn-{stamp}-{os.getpid()}-{time.monotonic_ns()}.txt")
    kept = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write(kept, torn)
    finally:
        os.close(kept)
    os.ftruncate(descriptor, os.fstat(descriptor).st_size - len(torn))
    return f"The last line of {path.name} had been cut off; it is kept in `{aside.name}`, and earlier results are intact."


def _write(descriptor: int, data: bytes) -> None:
    before = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, data) < len(data):
            raise OSError("the disk is full")  # noqa: TRY301 - undone just below
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, before)
        raise
