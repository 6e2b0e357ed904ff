"""A Mac's memory as Activity Monitor divides it, and its pressure."""

from __future__ import annotations

import ctypes
import re
import sys
from typing import Any

from . import commands, sysctl

# kern.memorystatus_vm_pressure_level (xnu, osfmk/kern/kern_memorystatus.h).
_PRESSURE = {1: "normal", 2: "warning", 4: "critical"}
_PAGES = re.compile(r"^\"?([^:\"]+)\"?:\s+(\d+)\.?$")
# struct rusage_info_v0 (xnu, bsd/sys/resource.h): ri_uuid, then 64-bit fields;
# ri_phys_footprint is the eighth of these.
_FOOTPRINT, _RUSAGE_SIZE = 16 + 7 * 8, 512


def pressure() -> str | None:
    """normal, warning or critical: the system's own word."""
    return _PRESSURE.get(sysctl.integer("kern.memorystatus_vm_pressure_level") or 0)


def swap_used() -> int | None:
    """Bytes swapped out: xsu_used, the third of `vm.swapusage`'s 64-bit fields."""
    raw = sysctl.raw("vm.swapusage")
    return int.from_bytes(raw[16:24], sys.byteorder) if raw and len(raw) >= 24 else None  # noqa: PLR2004


def parts() -> dict[str, int]:
    """wired, compressed, app and cached in bytes, as far as `vm_stat` tells.

    used = (active + inactive + speculative + wired + compressor - purgeable -
    external) pages; app = used - wired - compressor; cached = purgeable + external
    (the formula of stats, macmon and NeoAsitop, checked against Activity Monitor).
    """
    lines = commands.lines("/usr/bin/vm_stat")
    size = re.search(r"page size of (\d+) bytes", lines[0]) if lines else None
    if size is None:
        return {}
    page = int(size.group(1))
    found = [m for m in (_PAGES.match(line.strip()) for line in lines) if m]
    pages = {m.group(1): int(m.group(2)) * page for m in found}
    try:
        return _divided(pages)
    except KeyError:
        return {}


def _divided(pages: dict[str, int]) -> dict[str, int]:
    wired, compressed = pages["Pages wired down"], pages["Pages occupied by compressor"]
    cached = pages["Pages purgeable"] + pages["File-backed pages"]
    live = pages["Pages active"] + pages["Pages inactive"] + pages["Pages speculative"]
    return {
        "wired": wired,
        "compressed": compressed,
        "app": max(live - cached, 0),
        "cached": cached,
    }


def footprint(pid: int) -> int | None:
    """What a process of this user costs the machine, in bytes (libproc: proc_pid_rusage)."""
    try:
        ask: Any = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pid_rusage
    except (OSError, AttributeError):
        return None
    told = ctypes.create_string_buffer(_RUSAGE_SIZE)
    if ask(pid, 0, told):
        return None
    return int.from_bytes(told.raw[_FOOTPRINT : _FOOTPRINT + 8], sys.byteorder) or None
