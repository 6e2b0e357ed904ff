"""Whose line raised: the learner's, or one of ours?"""

from __future__ import annotations

import dis
import linecache
import os
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, TracebackType
from typing import Any

from devicelab.proof.rehearsal import RaisedThere

from .safely import one_line, text_of, type_name

_RAISE = dis.opmap["RAISE_VARARGS"]
_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - co_filename is text
_LIBRARIES = tuple(
    path + os.sep
    for path in {_OURS, *(sysconfig.get_paths()[k] for k in ("stdlib", "purelib", "platlib"))}
)


@dataclass(frozen=True)
class Place:
    """A line of the learner's, with its number in its cell or file."""

    line: int
    text: str

    def sentence(self) -> str:
        """Say where it is."""
        return f"at line {self.line}" + (f", `{self.text}`" if self.text else "")


def _steps(traceback: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while traceback is not None:
        yield traceback.tb_frame.f_code, traceback.tb_lineno
        traceback = traceback.tb_next


def is_library(filename: str) -> bool:
    """Say whether a file is ours, Python's or an installed package's."""
    return filename.startswith((*_LIBRARIES, "<frozen "))


def learners_place(error: BaseException) -> Place | None:
    """Find the innermost line that is neither ours nor a library's."""
    if isinstance(error, RaisedThere):
        return (error.line and Place(error.line, one_line(error.source, 100))) or None
    found = None
    for code, line in _steps(error.__traceback__):
        if not is_library(code.co_filename):
            found = (code.co_filename, line)
    return found and Place(found[1], one_line(linecache.getline(*found), 100))


def our_place(error: BaseException) -> str:
    """Name the innermost line of ours by file name and number; no folder is told."""
    found = "unknown"
    for code, line in _steps(error.__traceback__):
        if code.co_filename.startswith(_OURS + os.sep):
            found = f"{os.path.basename(code.co_filename)}:{line}"  # noqa: PTH119 - no path is built
    return found


def came_from(error: BaseException, *places: str, name: str | None = None) -> bool:
    """Say whether the innermost line is in one of these places.

    Lines of other libraries count for whoever called them.

    Args:
        error: what was raised.
        *places: how the file's name begins.
        name: ask for the function of this name only.
    """
    found = False
    for code, _ in _steps(error.__traceback__):
        if code.co_filename.startswith(places):
            found = name in (None, code.co_name)
        elif not is_library(code.co_filename):
            found = False
    return found


def was_raised(error: BaseException) -> bool:
    """Say whether a `raise` or `assert` raised it, rather than native code."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_code[last.tb_lasti] == _RAISE


def is_learners(error: BaseException, answers: dict[str, Any]) -> bool:
    """Say whether the error came out of a function that the learner handed in.

    A check that touches an answer outside `Trial.call` can set off the learner's
    code too, by an `__eq__` or a `__len__`; that is not our bug either.
    """
    files = {a.__code__.co_filename for a in answers.values() if type(a) is FunctionType}
    return any(code.co_filename in files for code, _ in _steps(error.__traceback__))


def named(error: BaseException) -> str:
    """Give the error's type and text, as `ValueError: too small`."""
    text = text_of(error, 160)
    return f"{type_name(error)}: {text}" if text else type_name(error)
