"""macOS's kernel state by name, asked in this process.

`sysctlbyname` is public C library API: no child process, so nothing is forked
from a process that may hold Metal state.
"""

from __future__ import annotations

import ctypes
import platform
import sys


def raw(name: str) -> bytes | None:
    """The bytes behind `name`, or None where the system has no such name."""
    if platform.system() != "Darwin":
        return None
    libc = ctypes.CDLL(None)
    size = ctypes.c_size_t(0)
    key = name.encode()
    if libc.sysctlbyname(key, None, ctypes.byref(size), None, ctypes.c_size_t(0)):
        return None
    value = ctypes.create_string_buffer(size.value)
    if libc.sysctlbyname(key, value, ctypes.byref(size), None, ctypes.c_size_t(0)):
        return None
    return value.raw[: size.value]


def integer(name: str) -> int | None:
    """The number behind `name`, or None where the system has no such name."""
    value = raw(name)
    return int.from_bytes(value, sys.byteorder) if value else None


def text(name: str) -> str | None:
    """The text behind `name`, or None where the system has no such name."""
    value = raw(name)
    return value.rstrip(b"\0").decode("utf-8", "replace") if value else None
