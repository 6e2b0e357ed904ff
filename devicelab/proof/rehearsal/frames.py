"""Messages between a kernel and its rehearsal process: a length, then JSON.

Only data crosses, never a pickle: what comes back was computed beside a learner's code.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, Callable

_HEAD = struct.Struct(">I")
#: Bytes of one message at most; tensors of an answer travel inside.
MOST = 192 * 2**20


class Closed(EOFError):  # noqa: N818 - it names what happened
    """The other side is gone."""


class TooLong(ValueError):  # noqa: N818 - it names what happened
    """A message is longer than `MOST`."""


def packed(message: Any) -> bytes:
    """Give a message as bytes.

    Raises:
        TooLong: it takes more than `MOST` bytes.
        TypeError, ValueError: it is no plain data.
    """
    body = json.dumps(message, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > MOST:
        raise TooLong(f"{len(body)} bytes")
    return _HEAD.pack(len(body)) + body


def write(descriptor: int, data: bytes) -> None:
    """Write all of it.

    Raises:
        Closed: nobody reads any more.
    """
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except (BrokenPipeError, ConnectionError) as error:
        raise Closed from error


def read(descriptor: int, wait: Callable[[], None] = lambda: None, most: int = MOST) -> Any:
    """Read one message.

    Args:
        descriptor: where from.
        wait: called before each read; it returns when there is something, or raises.
        most: bytes of the message at most.

    Raises:
        Closed: nobody writes any more.
        TooLong: the message is longer than `most`; nothing sound can follow it.
        ValueError: it is no JSON.
    """
    (length,) = _HEAD.unpack(_exactly(descriptor, _HEAD.size, wait))
    if length > most:
        raise TooLong(f"{length} bytes")
    return json.loads(_exactly(descriptor, length, wait).decode("utf-8", "surrogatepass"))


def _exactly(descriptor: int, count: int, wait: Callable[[], None]) -> bytes:
    parts: list[bytes] = []
    while count:
        wait()
        part = os.read(descriptor, min(count, 1 << 20))
        if not part:
            raise Closed
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
