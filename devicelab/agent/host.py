"""Facts about the machine, the system and Python."""

from __future__ import annotations

import os
import platform
import sys
from typing import Any

from . import procfs, sysctl
from .text import clip

try:
    import psutil

    # Made once: psutil looks the process up each time that one is made.
    _process = psutil.Process()
    psutil.virtual_memory()
except Exception:  # Not there, or something else of that name before it.
    psutil = _process = None


def describe() -> dict[str, Any]:
    """The machine's part of a report: os, python, kernel, chip, memory_total (bytes)."""
    return {
        "os": {
            "system": clip(platform.system(), 64),
            "label": clip(_os_label(), 128),
            "version": clip(_os_version(), 128) or None,
        },
        "python": {
            "version": clip(platform.python_version(), 64),
            "machine": clip(platform.machine(), 64),
        },
        "kernel": {
            "ipykernel": _loaded_version("ipykernel"),
            "ipython": _loaded_version("IPython"),
        },
        "chip": {"name": _chip_name(), "threads": os.cpu_count(), "cores": _core_kinds()},
        "memory_total": memory_total(),
    }


def _loaded_version(module: str) -> str | None:
    version = getattr(sys.modules.get(module), "__version__", None)
    return None if version is None else clip(version, 64)


def _os_label() -> str:
    system = platform.system()
    if system == "Darwin":
        return "macOS " + platform.mac_ver()[0]
    if system == "Linux":
        return _os_release().get("PRETTY_NAME") or "Linux " + platform.release()
    return system + " " + platform.release()


def _os_version() -> str:
    return platform.mac_ver()[0] if platform.system() == "Darwin" else platform.release()


def _os_release() -> dict[str, str]:
    # platform.freedesktop_os_release came with Python 3.10.
    lines = _lines("/etc/os-release") or _lines("/usr/lib/os-release")
    pairs = (line.split("=", 1) for line in lines if "=" in line)
    return {key: value.strip().strip("\"'") for key, value in pairs}


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(1 << 20).splitlines()
    except OSError:
        return []


def _chip_name() -> str | None:
    if sys.platform == "darwin":
        name: str | None = sysctl.text("machdep.cpu.brand_string")
    elif sys.platform == "win32":
        name = platform.processor()
    else:
        name = _proc_field("/proc/cpuinfo", "model name")
    return clip(name, 128) if name else None


def _core_kinds() -> list[dict[str, Any]]:
    """Physical cores by kind, fastest first.

    macOS numbers its kinds from the fastest, `hw.perflevel0`; their names
    differ by chip, so the name is read, not assumed.
    """
    kinds = []
    for level in range(min(sysctl.integer("hw.nperflevels") or 0, 8)):
        count = sysctl.integer("hw.perflevel%d.physicalcpu" % level)
        name = sysctl.text("hw.perflevel%d.name" % level)
        if count and name:
            kinds.append({"name": clip(name, 64), "count": count})
    return kinds


def _proc_field(path: str, field: str) -> str | None:
    for line in _lines(path):
        key, _, value = line.partition(":")
        if key.strip() == field:
            return value.strip()
    return None


def memory_total() -> int | None:
    """Physical memory of the machine in bytes, or None where nothing tells."""
    found = procfs.memory("MemTotal") or sysctl.integer("hw.memsize")
    return found if found or psutil is None else int(psutil.virtual_memory().total)


def memory_available() -> int | None:
    """Memory that new work could take without swapping, in bytes, or None."""
    found = procfs.memory("MemAvailable")
    return found if found or psutil is None else int(psutil.virtual_memory().available)


def resident() -> int | None:
    """Resident memory of this process in bytes, or None where nothing tells."""
    found = procfs.resident()
    return found if found or _process is None else int(_process.memory_info().rss)
