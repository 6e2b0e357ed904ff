"""An append-only file of JSON lines, each holding the hash of the line before.

Two kernels may write at the same time, and a kernel may die in the middle of a line.
What is in the lines is `chain`'s.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable

from .chain import FIRST, LINE_CAP, canonical
from .reading import Fits, Reading, anything, parse, parsed

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None  # type: ignore[assignment]

__all__ = ["FIRST", "LINE_CAP", "Reading", "append", "canonical", "content", "parse", "read"]

FILE_CAP = 64 * 1024 * 1024
_PATIENCE_S = 5.0


def read(path: Path, fits: Fits = anything) -> Reading:
    """Read a ledger, whoever wrote it; a missing file is an empty one.

    Args:
        path: the ledger.
        fits: says whether an entry is of the kind that belongs here.

    Raises:
        OSError: the file is there and can't be read.
    """
    try:
        descriptor = _opened(path, os.O_RDONLY)
    except FileNotFoundError:
        return Reading()
    try:
        return parsed(path, _content(descriptor), fits)
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


def append(
    path: Path, build: Callable[[Reading], dict[str, Any]], fits: Fits = anything
) -> str | None:
    """Append one entry, made by `build` from what is already there.

    Args:
        path: the ledger; its folder is made if need be.
        build: gets the earlier lines, gives the entry without `prev`.
        fits: says whether an entry is of the kind that belongs here; `build` gets no others.

    Returns:
        A sentence if a torn line had to be moved aside, else None.

    Raises:
        OSError: nothing was written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
    try:
        with _locked(descriptor):
            reading = parsed(path, _content(descriptor), fits)
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
