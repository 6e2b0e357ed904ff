"""Which operations fell back from the GPU to the CPU.

PyTorch warns of it once in a process, for all operations together
(MPSFallback.mm: TORCH_WARN_ONCE), so one warning says little. By default that one
is noted and passed on. While it is recorded, every fallback warns and is
counted: that takes `torch.set_warn_always` and a filter, both of which are put
back as they were.
"""

from __future__ import annotations

import re
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

# The wordings of torch 2.4 to 2.15; the operation's overload is part of its name.
WORDING = re.compile(
    r"The operator '([\w:.]{1,80})' is not currently (?:supported|implemented) on the MPS backend "
    r"and will fall back to run on the CPU"
)
_MESSAGE = r"The operator '.*' is not currently"
_MOST = 32


class Log:
    """Counts of fallbacks by operation and cell; the first 32 of them are kept."""

    def __init__(self) -> None:
        self.recording = False
        #: The first cell whose fallbacks are all counted.
        self.since: int | None = None
        # Nothing is passed on: what a check calls must not write beside its verdict.
        self.quiet = False
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, int | None], int] = {}

    def note(self, op: str, cell: int | None) -> int:
        """Count one fallback; how often this operation has fallen back in this cell."""
        with self._lock:
            if (op, cell) not in self._counts and len(self._counts) >= _MOST:
                return 0
            self._counts[op, cell] = self._counts.get((op, cell), 0) + 1
            return self._counts[op, cell]

    def entries(self) -> list[dict[str, Any]]:
        """`{op, count, cell}` of each, in the order of their first fallback."""
        with self._lock:
            return [{"op": o, "count": n, "cell": c} for (o, c), n in self._counts.items()]

    def describe(self) -> dict[str, Any]:
        """The report's `fallbacks`."""
        return {"recording": self.recording, "since": self.since, "ops": self.entries()}

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._counts.clear()


#: What this process has seen.
log = Log()
_undo: list[Callable[[], None]] = []


def _cell() -> int | None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    history = getattr(shell, "history_manager", None)
    # The inputs stored so far, this cell's among them, and the empty one they start from.
    return len(history.input_hist_parsed) - 1 if history is not None else None


def _noted(message: Any) -> bool | None:
    """Count `message` if it tells of a fallback: whether of one that was told before, else None."""
    found = WORDING.search(str(message)[:400])
    return None if found is None else log.note(found.group(1), _cell()) != 1


def noted(message: Any) -> str | None:
    """Count a warning that was caught elsewhere: the operator that fell back, None if none did."""
    found = WORDING.search(str(message)[:400])
    if found is None:
        return None
    log.note(found.group(1), _cell())
    return found.group(1)


def let_through() -> None:
    """Put the filter for fallbacks before those set since; inside `warnings.catch_warnings`."""
    warnings.filterwarnings("always", message=_MESSAGE, category=UserWarning)


def watch() -> None:
    """Note the native warning when it comes, and pass it on as it is.

    Called again it goes before whoever has replaced `warnings.showwarning` since.
    """
    before = warnings.showwarning
    if getattr(before, "devicelab_watches", False):
        return

    def showwarning(message: Any, *args: Any, **kwargs: Any) -> None:
        known = _noted(message)
        # While recording, one line for each operation is enough.
        if known is None or not (log.quiet or (known and log.recording)):
            before(message, *args, **kwargs)

    showwarning.devicelab_watches = True  # type: ignore[attr-defined]
    warnings.showwarning = showwarning


def start() -> None:
    """Record every fallback from now on, until `stop`.

    torch then warns at each one, in place of once in a process.
    """
    if log.recording:
        return
    watch()
    torch = sys.modules.get("torch")
    had = getattr(torch, "is_warn_always_enabled", lambda: False)()
    filters = list(warnings.filters)
    warnings.filterwarnings("always", message=_MESSAGE, category=UserWarning)
    if hasattr(torch, "set_warn_always"):
        torch.set_warn_always(True)  # type: ignore[union-attr]

    def undo() -> None:
        if hasattr(torch, "set_warn_always"):
            torch.set_warn_always(had)  # type: ignore[union-attr]
        added = [f for f in warnings.filters if f not in filters and _is_ours(f)]
        warnings.filters[:] = [f for f in warnings.filters if f not in added]  # type: ignore[index]
        # The warnings module keeps what it has seen by the version of its filters.
        getattr(warnings, "_filters_mutated", lambda: None)()

    _undo.append(undo)
    cell = _cell()
    log.since = None if cell is None else cell + 1
    log.recording = True


def _is_ours(entry: Any) -> bool:
    return getattr(entry[1], "pattern", None) == _MESSAGE


def stop() -> None:
    """Put the settings back as they were before `start`."""
    log.recording, log.since = False, None
    while _undo:
        _undo.pop()()


@contextmanager
def recorded() -> Iterator[Log]:
    """Record every fallback inside, without a word; the settings are put back whatever happens."""
    was = log.recording
    start()
    log.quiet = True
    try:
        yield log
    finally:
        log.quiet = False
        if not was:
            stop()
