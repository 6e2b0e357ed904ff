"""What a Linux container may use, from the kernel's control groups.

In a container /proc/meminfo tells of the whole machine; what ends the process
is the limit of its group (cgroup v2, `memory.max`) or of a group above it.
"""

from __future__ import annotations

from .procfs import ProcFile

ROOT = "/sys/fs/cgroup"
# Version 1 writes a number near 2**63 where there is no limit.
_NO_LIMIT = 1 << 60


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.readline(4096).strip()
    except OSError:
        return ""


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _folders() -> list[str]:
    """The folders of this process's group and of those above it, innermost first."""
    own = _first_line("/proc/self/cgroup")
    if not own.startswith("0::"):
        return [ROOT]
    # A process in a group outside of its own namespace sees a path with `..`.
    parts = [part for part in own[3:].split("/") if part and part != ".."]
    return ["/".join([ROOT, *parts[:n]]) for n in range(len(parts), -1, -1)]


def tightest() -> tuple[int, str] | None:
    """The smallest memory limit over this process in bytes, and the folder that sets it."""
    found = [(_number(_first_line(folder + "/memory.max")), folder) for folder in _folders()]
    old = ROOT + "/memory"
    found.append((_number(_first_line(old + "/memory.limit_in_bytes")), old))
    limits = [(limit, folder) for limit, folder in found if limit and limit < _NO_LIMIT]
    return min(limits) if limits else None


class Allowance:
    """A container's memory limit, and how much of it is taken."""

    def __init__(self) -> None:
        found = tightest()
        self.limit: int | None = found[0] if found else None
        folder = found[1] if found else ROOT
        name = "usage_in_bytes" if folder.endswith("/memory") else "current"
        self._used = ProcFile(folder + "/memory." + name)

    def left(self) -> int | None:
        """Bytes until the limit; None where there is none."""
        used = _number(self._used.text().strip()) if self.limit else None
        return None if self.limit is None or used is None else max(self.limit - used, 0)
