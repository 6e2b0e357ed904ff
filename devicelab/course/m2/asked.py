"""Notes whether a learner's code asks the machine it runs on."""

from __future__ import annotations

import functools
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_PLATFORM = ("system", "machine", "mac_ver", "platform", "uname", "processor", "release")


@contextmanager
def asked_here() -> Iterator[list[str]]:
    """Note calls to `platform` and to torch's questions about devices, by name.

    A name imported before (`from platform import system`) is not seen. This chooses a
    sentence; it decides nothing.
    """
    asked: list[str] = []
    undo = [_watched(owner, f"{shown}.{name}", name, asked) for owner, shown, name in _questions()]
    try:
        yield asked
    finally:
        for owner, name, plain in undo:
            setattr(owner, name, plain)


def _questions() -> Iterator[tuple[Any, str, str]]:
    for name in _PLATFORM:
        yield platform, "platform", name
    torch = sys.modules.get("torch")
    backends = getattr(getattr(torch, "backends", None), "mps", None)
    for owner, shown in (
        (backends, "torch.backends.mps"),
        (getattr(torch, "mps", None), "torch.mps"),
    ):
        for name in ("is_built", "is_available", "is_macos_or_newer"):
            if hasattr(owner, name):
                yield owner, shown, name


def _watched(owner: Any, shown: str, name: str, asked: list[str]) -> tuple[Any, str, Any]:
    plain = getattr(owner, name)

    @functools.wraps(plain)
    def watched(*args: Any, **kwargs: Any) -> Any:
        asked.append(f"{shown}()")
        return plain(*args, **kwargs)

    setattr(owner, name, watched)
    return owner, name, plain
