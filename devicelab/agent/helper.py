"""The kernel's end of the helper: starts it, takes its lines, lets it go."""

from __future__ import annotations

import json
import os
import sys

# By name: a learner's cell may put something else in their place.
from select import select
from time import monotonic
from typing import Any

from . import machine

# A cell shorter than this ends before the helper could have said anything.
START_AFTER = 2.0
_STUB = (
    "import sys, json; job = json.loads(sys.stdin.buffer.readline()); "
    "sys.path[:] = job['path']; exec(job['text'])"
)
_INSTALLED = "from devicelab.agent import outside; outside.main(job['pid'], job['uuid'])"
_SHIPPED = (
    "job_text = job['program']; space = {}; exec(job_text, space); "
    "space['install'](job_text)['outside'].main(job['pid'], job['uuid'])"
)
_NOTHING: dict[str, Any] = {
    "pressure": None,
    "swap_used": None,
    "compressed": None,
    "wired": None,
    "app": None,
    "cached": None,
    "gpu_use": None,
    "gpu_own": None,
    "gpu_others": [],
    "power_w": None,
    "footprint": None,
}
_CAP = 4096
# How long the end of a cell waits, on the agent's own thread, for what the process says last.
LAST_WITHIN = 0.3


class Helper:
    """One helper process. Everything here may fail, and then nothing is reported."""

    def __init__(self) -> None:
        self._process: int | None = None
        self._input: int | None = None
        self._output: int | None = None
        self._rest = b""

    def start(self, uuid: str | None) -> None:
        """Start the process: by `posix_spawn`, since a process that uses Metal must not fork."""
        if not hasattr(os, "posix_spawn") or not sys.executable:
            return
        theirs_in, self._input = os.pipe()
        self._output, theirs_out = os.pipe()
        try:
            self._spawn(theirs_in, theirs_out)
            os.set_blocking(self._output, False)
            os.write(self._input, _job(uuid))
        except OSError:
            self.close()
        finally:
            _close(theirs_in)
            _close(theirs_out)

    def _spawn(self, stdin: int, stdout: int) -> None:
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        ends = ((os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1), quiet)
        # Isolated, so that a learner's `json.py` is not taken for Python's; in a group
        # of its own, so that an interrupt of the kernel is not its end.
        words = [sys.executable, "-I", "-c", _STUB]
        self._process = os.posix_spawn(
            sys.executable, words, dict(os.environ), file_actions=ends, setpgroup=0
        )

    def read(self) -> dict[str, Any] | None:
        """The sample's `host` if there is news, else None; never waits."""
        return self._newest(self._received())

    def last(self) -> dict[str, Any] | None:
        """Let the process read once more and end: what it said, or None within 0.3 s."""
        if self._input is not None:
            _close(self._input)
            self._input = None
        until, told = monotonic() + LAST_WITHIN, None
        while self._output is not None and _readable(self._output, until - monotonic()):
            received = self._received()
            if not received:  # It has ended.
                break
            told = self._newest(received) or told
        return told

    def _received(self) -> bytes:
        try:
            return b"" if self._output is None else os.read(self._output, _CAP)
        except OSError:  # Nothing new.
            return b""

    def _newest(self, received: bytes) -> dict[str, Any] | None:
        *lines, rest = (self._rest + received).split(b"\n")
        self._rest = rest[-_CAP:]
        found = [reading for reading in map(_reading, lines) if reading is not None]
        return found[-1] if found else None

    def close(self) -> None:
        """Let the process end, and wait for it: some milliseconds."""
        for end in (self._input, self._output):
            if end is not None:
                _close(end)
        self._input = self._output = None
        if self._process is not None:
            try:
                os.waitpid(self._process, 0)
            except OSError:  # The learner's code has waited for it.
                pass
            self._process = None


def _readable(descriptor: int, seconds: float) -> bool:
    return bool(select([descriptor], [], [], max(0.0, seconds))[0])


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass


def _job(uuid: str | None) -> bytes:
    package = __name__.rpartition(".")[0]
    # Where the agent was shipped as text, so is the helper.
    program = getattr(sys.modules[package], "PROGRAM", None)
    path = [folder for folder in sys.path if folder]
    text = _INSTALLED if program is None else _SHIPPED
    job = {"pid": os.getpid(), "uuid": uuid, "path": path, "text": text, "program": program}
    return json.dumps(job).encode() + b"\n"


def _reading(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    if isinstance(told.get("facts"), dict):
        machine.learn(told["facts"])
        return None
    return {**_NOTHING, **{key: told[key] for key in _NOTHING if key in told}}
