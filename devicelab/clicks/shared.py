"""What the modules of a click share; stands before each of them in the text that is sent."""

from __future__ import annotations

import sys
from typing import Any


class Answer(dict[str, Any]):
    """An answer that a `user_expressions` reply carries as `application/json`."""

    def _repr_json_(self) -> dict[str, Any]:
        return dict(self)

    def __repr__(self) -> str:
        return "<devicelab answer>"


def find_agent() -> Any:
    """The agent that follows this kernel; the page asks for nothing before it is there."""
    return sys.modules["_devicelab_agent"]


def line_of(error: BaseException) -> str:
    """An error in one line of at most 200 characters."""
    first = (str(error).strip().splitlines() or [""])[0]
    return (type(error).__name__ + ": " + first)[:200]
