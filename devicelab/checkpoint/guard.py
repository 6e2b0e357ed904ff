"""A learner's code may print, warn, flood or leave: none of it escapes a check.

A grader that sees one character on stderr gives zero for the cell, so warnings
and native prints are kept away from it as well as Python's.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from types import ModuleType

from devicelab.proof import fallbacks

from .safely import one_line

_KEPT = 600
_ours: dict[str, ModuleType] = {}


class Printed(io.TextIOBase):
    """A stream that counts what it is given and keeps only the beginning."""

    encoding = "utf-8"

    def __init__(self) -> None:
        """Start with nothing printed."""
        super().__init__()
        self.length = 0
        self._start = ""

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Count the text, and keep it while there is room."""
        self.length += len(text)
        if len(self._start) < _KEPT:
            self._start += text[: _KEPT - len(self._start)]
        return len(text)

    def sentence(self) -> str | None:
        """Say what was printed, in a form fit for a verdict's note."""
        seen = one_line(self._start, 160)
        if not seen:
            return None
        return f"While it was checked, your code printed {self.length:,} characters: `{seen}`"


@contextmanager
def quiet() -> Iterator[Printed]:
    """Catch prints and warnings of Python and of native code until the block ends."""
    printed = Printed()
    with ExitStack() as stack:
        stack.enter_context(_modules_kept())
        stack.enter_context(_warn_always_kept())
        stack.enter_context(_native_prints_dropped())
        stack.enter_context(redirect_stdout(printed))
        stack.enter_context(redirect_stderr(printed))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        fallbacks.let_through()
        yield printed


@contextmanager
def _warn_always_kept() -> Iterator[None]:
    """Put back whether torch warns each time, which an answer may have changed for good."""
    before = _warns_always()
    try:
        yield
    finally:
        if before is not None and _warns_always() is not before:
            sys.modules["torch"].set_warn_always(before)


def _warns_always() -> bool | None:
    ask = getattr(sys.modules.get("torch"), "is_warn_always_enabled", None)
    return bool(ask()) if ask else None


@contextmanager
def _modules_kept() -> Iterator[None]:
    """Put back what the block deletes of our own modules: a second copy would not know the first."""
    put_modules_back()
    remember_modules()
    try:
        yield
    finally:
        put_modules_back()


def remember_modules() -> None:
    """Note which of our modules are imported."""
    _ours.update((n, m) for n, m in list(sys.modules.items()) if n.startswith("devicelab"))


def put_modules_back() -> None:
    """Put back those of our modules that were deleted since they were noted."""
    for name, module in _ours.items():
        if sys.modules.get(name) is None:
            sys.modules[name] = module


@contextmanager
def _native_prints_dropped() -> Iterator[None]:
    # A C library writes to descriptors 1 and 2 without asking Python.
    _flush()
    with ExitStack() as stack:
        for descriptor in (1, 2):
            stack.enter_context(_descriptor_dropped(descriptor))
        yield


@contextmanager
def _descriptor_dropped(descriptor: int) -> Iterator[None]:
    try:
        saved = os.dup(descriptor)
    except OSError:  # a process may run without it
        yield
        return
    try:
        hole = os.open(os.devnull, os.O_WRONLY)
        os.dup2(hole, descriptor)
        os.close(hole)
        yield
    finally:
        os.dup2(saved, descriptor)
        os.close(saved)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue
