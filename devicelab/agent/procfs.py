"""Linux's files of facts, kept open between readings.

Opening, reading and closing a file lets go of the interpreter lock each time,
and beside a busy loop each time costs a wait for it. One `pread` is one wait.
"""

from __future__ import annotations

import os

# Longer than any of the files read here.
_SIZE = 16_384


class ProcFile:
    """A file of /proc; on systems without it, a file that is always empty."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor: int | None = None

    def text(self) -> str:
        """The file's contents as of now, or nothing where it can't be read."""
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            return os.pread(self._descriptor, _SIZE, 0).decode("ascii", "replace")
        except (OSError, AttributeError):  # No such file; no `pread` on Windows.
            self._descriptor = None
            return ""


_STATM = ProcFile("/proc/self/statm")
_MEMINFO = ProcFile("/proc/meminfo")


def resident() -> int | None:
    """Resident memory of this process in bytes: the second figure of statm, in pages."""
    fields = _STATM.text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else None


def memory(field: str) -> int | None:
    """A figure of /proc/meminfo in bytes, such as MemTotal or MemAvailable."""
    _, found, rest = _MEMINFO.text().partition(field + ":")
    return int(rest.split(None, 1)[0]) * 1024 if found else None


def footprint(pid: int) -> int | None:
    """Proportional set size of a process in bytes: shared pages count by their share."""
    try:
        with open("/proc/%d/smaps_rollup" % pid, encoding="ascii", errors="replace") as file:
            lines = file.read(_SIZE).splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return int(found[0]) * 1024 if found else None
