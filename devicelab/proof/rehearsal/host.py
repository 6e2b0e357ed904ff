"""The kernel's side of the rehearsal process: start, ask, give up, end."""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from . import frames

#: Seconds: for the process to import torch, and for one job beyond its own limit.
START, SLACK = 60.0, 10.0
_BOOT = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from devicelab.proof.rehearsal.worker import main; main(sys.argv[2] != 'single')"
)
_KEPT = frozenset(
    """
    PATH HOME USER LOGNAME TMPDIR TEMP TMP LANG LANGUAGE TZ SYSTEMROOT WINDIR COMSPEC PATHEXT
    USERPROFILE LOCALAPPDATA APPDATA LD_LIBRARY_PATH DYLD_LIBRARY_PATH
    DYLD_FALLBACK_LIBRARY_PATH VIRTUAL_ENV CONDA_PREFIX OMP_NUM_THREADS MKL_NUM_THREADS
    """.split()
)


_NOTHING = object()


class Gone(RuntimeError):  # noqa: N818 - it names what happened
    """The process did not start, died or did not answer; the text is a clause that says so."""


def environment() -> dict[str, str]:
    """Give what the process may know: no token, no setting of a course, no GPU."""
    kept = {n: v for n, v in os.environ.items() if n in _KEPT or n.startswith("LC_")}
    # OpenBLAS starts its threads when it is loaded; a fork would lose them.
    return {
        **kept,
        "CUDA_VISIBLE_DEVICES": "",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _unentered() -> AbstractContextManager[Any]:
    """A debugger enters each Python that is started, and would hold ours up for good."""
    debugger = sys.modules.get("_pydev_bundle.pydev_monkey")
    left_alone = getattr(debugger, "skip_subprocess_arg_patch", nullcontext)
    found: AbstractContextManager[Any] = left_alone()
    return found


class Process:
    """One rehearsal process; it serves one job at a time."""

    def __init__(self, forks: bool = True) -> None:
        path = [p or str(Path.cwd()) for p in sys.path if isinstance(p, str)]
        mode = "forks" if forks and hasattr(os, "fork") else "single"
        self.forks = mode == "forks"
        with _unentered():
            self._process = subprocess.Popen(  # noqa: S603 - this Python, our own code
                [sys.executable, "-I", "-c", _BOOT, json.dumps(path), mode],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd=tempfile.gettempdir(),
                start_new_session=True,
                bufsize=0,
            )
        # Both are there: they were asked for as pipes.
        self._inlet = self._process.stdin.fileno()  # type: ignore[union-attr]
        self._outlet = self._process.stdout.fileno()  # type: ignore[union-attr]
        self._answers: queue.Queue[Any] = queue.Queue()
        self._ready = False
        threading.Thread(target=self._listen, name="devicelab-rehearsal", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def _listen(self) -> None:
        try:
            while True:
                self._answers.put(frames.read(self._outlet, most=4 * 2**20))
        except (frames.Closed, ValueError, OSError):
            self._answers.put(None)
        finally:
            self._process.stdout.close()  # type: ignore[union-attr]

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have a job done.

        Raises:
            Gone: the process is no more; it was ended if it had not ended itself. Or it has
                not started yet, and goes on starting.
        """
        data = frames.packed(job)
        self._await_start()
        try:
            frames.write(self._inlet, data)
            return self._expect(job["limit"] + SLACK, "it did not answer")
        except frames.Closed:
            self.end()
            raise Gone("its process had ended") from None
        except BaseException:
            self.end()
            raise

    def _await_start(self) -> None:
        if self._ready:
            return
        try:
            self._expect(START, "")
        except Gone:
            if self.alive():
                raise Gone("its process is still starting; check again in a minute") from None
            raise
        self._ready = True

    def _expect(self, seconds: float, otherwise: str) -> dict[str, Any]:
        until = time.monotonic() + seconds
        found: Any = _NOTHING
        while found is _NOTHING:
            try:
                # In slices: a wait for a lock hears of an interrupt only when it ends.
                found = self._answers.get(timeout=0.2)
            except queue.Empty:
                if time.monotonic() > until:
                    raise Gone(f"{otherwise} within {seconds:.0f} s") from None
        if not isinstance(found, dict):
            raise Gone("its process ended")
        return found

    def alive(self) -> bool:
        """Say whether it still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it and whatever it started; nothing raises."""
        try:
            self._process.stdin.close()  # type: ignore[union-attr]
            # Its end of the pipe closed, it ends its job and then itself.
            self._process.wait(timeout=0.5)
        except (OSError, subprocess.TimeoutExpired):
            self._kill()

    def _kill(self) -> None:
        try:
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        except (ProcessLookupError, PermissionError):
            pass
        self._process.wait(timeout=5)


_lock = threading.RLock()
# By the number of the process that started it: a fork of the kernel has its parent's, not its own.
_warm: dict[int, Process] = {}


def _process() -> Process:
    found = _warm.get(os.getpid())
    if found is None or not found.alive():
        found = Process()
        _warm.clear()
        _warm[os.getpid()] = found
    return found


def warm() -> None:
    """Start the process if none runs; returns at once, it gets warm beside what comes next.

    Nothing raises: `ask` says why there is none.
    """
    with _lock:
        try:
            _process()
        except OSError:
            return


def stop() -> None:
    """End the process, if this kernel has one."""
    with _lock:
        found = _warm.pop(os.getpid(), None)
        if found is not None:
            found.end()


atexit.register(stop)


def ask(job: dict[str, Any]) -> dict[str, Any]:
    """Have a job done by the warm process; one that died while idle is replaced.

    Raises:
        Gone: it could not be had done; the text says why.
    """
    with _lock:
        try:
            process = _process()
        except OSError as error:
            raise Gone(f"no process could be started ({error.strerror or error})") from error
        answer = process.ask(job)
        if not process.forks:  # it has ended: the next one gets warm until it is needed
            stop()
            warm()
        return answer
