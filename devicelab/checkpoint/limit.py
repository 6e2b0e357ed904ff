"""A check ends, even where the answer does not: after a while it is stopped from outside."""

from __future__ import annotations

import _thread
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Sets the limit of all checks, in seconds; 0 is none.
VARIABLE = "DEVICELAB_TIME_LIMIT"
# An answer may swallow the first; between two of them there is time to clean up.
_AGAIN_S = 5.0


class TimeIsUp(KeyboardInterrupt):
    """The limit was reached; it passes wherever an interrupt would."""


def seconds(declared: float) -> float:
    """Give the limit in force: the variable's, else the one declared; 0 is none."""
    try:
        wanted = float(os.environ.get(VARIABLE, ""))
    except ValueError:
        return declared
    return wanted if 0 <= wanted < threading.TIMEOUT_MAX else declared


@contextmanager
def limited(limit_s: float) -> Iterator[None]:
    """Raise `TimeIsUp` in this block once it has taken `limit_s` seconds; 0 is no limit.

    Outside of the main thread, where Python delivers no signal, there is none either. Native
    code is not stopped before it returns to Python.
    """
    if not limit_s or threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with _alarm(limit_s):
            yield
    else:
        with _interrupt(limit_s):
            yield


@contextmanager
def _alarm(limit_s: float) -> Iterator[None]:
    def ring(*_: Any) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit_s, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _interrupt(limit_s: float) -> Iterator[None]:
    # Windows: a second thread asks for what Ctrl-C would do.
    rang = threading.Event()

    def ring() -> None:
        rang.set()
        _thread.interrupt_main()

    timer = threading.Timer(limit_s, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    except KeyboardInterrupt:
        if rang.is_set():
            raise TimeIsUp from None
        raise
    finally:
        timer.cancel()
