"""The kernel's end of the helper: starts it, takes its lines, lets it go."""

from __future__ import annotations

import json
import os
import signal
import sys

# By name: a learner's cell may put something else in their place.
from time import monotonic, sleep
from typing import Any

from . import helper_line, machine

try:
    # `select` takes no descriptor above 1023.
    from select import POLLIN, poll
except ImportError:  # Windows, where there is no helper either.
    poll = None  # type: ignore[assignment, misc]

# A cell shorter than this ends before the helper could have said anything.
START_AFTER = 2.0
# Reads its job alone, nothing that comes behind it: the byte that ends it must stay in the pipe.
_STUB = """
import os, sys, json
size, text = int(sys.argv[1]), b""
while len(text) < size:
    text += os.read(0, size - len(text)) or sys.exit()
job = json.loads(text)
sys.path[:] = job["path"]
exec(job["text"])
"""
_INSTALLED = "from devicelab.agent import outside; outside.main(*job['of'])"
_SHIPPED = (
    "job_text = job['program']; space = {}; exec(job_text, space); "
    "space['install'](job_text)['outside'].main(*job['of'])"
)
_CAP = 4096
# How long the end of a cell waits, on the agent's own thread, for what the process says last,
# and then for its end.
LAST_WITHIN, GONE_WITHIN = 0.3, 1.0


class Helper:
    """One helper process. Everything here may fail, and then nothing is reported."""

    def __init__(self) -> None:
        self._process: int | None = None
        # Both ends of its input: a pipe that is read nowhere would end a process that takes SIGPIPE.
        self._input: list[int] = []
        self._output: int | None = None
        self._unsent = b""
        self._rest = b""

    def start(self, uuid: str | None) -> None:
        """Start the process: by `posix_spawn`, since a process that uses Metal must not fork."""
        if not hasattr(os, "posix_spawn") or not sys.executable:
            return
        theirs: list[int] = []
        try:
            self._begin(_job(uuid), theirs)
        except Exception:
            self.close()
        finally:
            _close(theirs)

    def _begin(self, job: bytes, theirs: list[int]) -> None:
        self._input.extend(os.pipe())
        self._output, outlet = os.pipe()
        theirs.append(outlet)
        # Nothing here may wait: the job may be larger than the pipe.
        for end in (self._input[1], self._output):
            os.set_blocking(end, False)
        self._spawn(self._input[0], outlet, len(job))
        self._unsent = job
        self._feed()

    def _spawn(self, stdin: int, stdout: int, size: int) -> None:
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        ends = ((os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1), quiet)
        # Isolated, so that a learner's `json.py` is not taken for Python's; in a group
        # of its own, so that an interrupt of the kernel is not its end.
        words = [sys.executable, "-I", "-c", _STUB, str(size)]
        # A debugger replaces it, to enter each Python that is started: that one would never end.
        spawn = getattr(os, "original_posix_spawn", os.posix_spawn)
        self._process = spawn(
            sys.executable, words, dict(os.environ), file_actions=ends, setpgroup=0
        )

    def _feed(self) -> None:
        """Hand over what is left of the job, as far as the pipe takes it."""
        if self._unsent and self._input:
            try:
                self._unsent = self._unsent[os.write(self._input[1], self._unsent) :]
            except BlockingIOError:  # It has not read the first part yet.
                pass

    def read(self) -> dict[str, Any] | None:
        """The sample's `host` if there is news, else None; never waits."""
        try:
            self._feed()
            return self._newest(self._received())
        except Exception:
            return None

    def last(self) -> dict[str, Any] | None:
        """Let the process read once more and end: what it said, or None within 0.3 s."""
        try:
            self._bid_end()
            return self._told_within(LAST_WITHIN)
        except Exception:
            return None

    def _bid_end(self) -> None:
        # By a byte: a child that the learner's code has forked may keep the pipe open.
        if self._input:
            try:
                os.write(self._input[1], b"\n")
            except OSError:  # Full: it reads nothing.
                pass
            _close(self._input)

    def _told_within(self, seconds: float) -> dict[str, Any] | None:
        until, told = monotonic() + seconds, None
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
        """Let the process end, and wait for it: some milliseconds; after a second it is ended."""
        self._bid_end()
        if self._output is not None:
            _close([self._output])
        process, self._process, self._output = self._process, None, None
        try:
            if process is not None and not _gone(process):
                os.kill(process, signal.SIGKILL)
                _gone(process)
        except Exception:  # The learner's code has waited for it.
            return


def _readable(descriptor: int, seconds: float) -> bool:
    waiting = poll()
    waiting.register(descriptor, POLLIN)
    return bool(waiting.poll(max(0.0, seconds) * 1000))


def _gone(process: int) -> bool:
    until = monotonic() + GONE_WITHIN
    while not os.waitpid(process, os.WNOHANG)[0]:
        if monotonic() > until:
            return False
        sleep(0.01)
    return True


def _close(ends: list[int]) -> None:
    """Close descriptors, and forget them."""
    while ends:
        try:
            os.close(ends.pop())
        except OSError:
            pass


def _job(uuid: str | None) -> bytes:
    package = __name__.rpartition(".")[0]
    # Where the agent was shipped as text, so is the helper.
    program = getattr(sys.modules[package], "PROGRAM", None)
    path = [folder for folder in sys.path if folder and isinstance(folder, str)]
    text = _INSTALLED if program is None else _SHIPPED
    told = [os.getpid(), uuid, machine.learnt()]
    job = {"of": told, "path": path, "text": text, "program": program}
    return json.dumps(job).encode()


def _reading(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    facts = helper_line.facts(told)
    if facts is not None:
        machine.learn(facts)
    return helper_line.reading(told)
