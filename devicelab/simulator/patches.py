"""Attributes that are replaced while a simulation runs, and put back as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ABSENT = object()


class Patches:
    """Replaced attributes, undone in reverse order."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], Any]] = []

    def set(self, owner: Any, name: str, value: Any) -> None:
        """Set an attribute of a module or class; `undo` also takes away one that was not there."""
        before = vars(owner).get(name, _ABSENT)
        setattr(owner, name, value)
        if before is _ABSENT:
            self.later(lambda: delattr(owner, name))
        else:
            self.later(lambda: setattr(owner, name, before))

    def hide(self, owner: Any, name: str) -> None:
        """Take an attribute of a module away, if it is there."""
        if name in vars(owner):
            before = vars(owner)[name]
            delattr(owner, name)
            self.later(lambda: setattr(owner, name, before))

    def later(self, undo: Callable[[], Any]) -> None:
        """Have `undo` called at the end."""
        self._undo.append(undo)

    def undo(self) -> None:
        """Put everything back."""
        while self._undo:
            self._undo.pop()()
