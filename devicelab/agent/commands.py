"""macOS's own programs that print facts; each answer is a file of Apple's format.

Called by absolute path (a kernel's PATH may lack /usr/sbin), with a time limit,
and never in the learner's process while a cell runs: parsing `ioreg` alone takes
15 ms under the interpreter lock.
"""

from __future__ import annotations

import json
import plistlib
import subprocess
from typing import Any

IOREG = "/usr/sbin/ioreg"
_SECONDS, _MOST = 10, 16 << 20


def answer(*words: str) -> bytes:
    """What a program prints, or nothing where it is missing, fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - absolute paths and our own words
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            # Python takes `posix_spawn` then: a process that uses Metal must not fork. What
            # Python itself opens is not inherited anyway (PEP 446).
            close_fds=False,
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout[:_MOST] if done.returncode == 0 else b""


def entries(*words: str) -> list[dict[str, Any]]:
    """The objects that `ioreg -a` lists; none where its answer can't be read."""
    try:
        found = plistlib.loads(answer(IOREG, *words))
    except Exception:  # Empty, cut off, or of a shape that plistlib does not know.
        return []
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def displays() -> list[dict[str, Any]]:
    """The GPUs that `system_profiler` lists (250 to 300 ms)."""
    text = answer("/usr/sbin/system_profiler", "SPDisplaysDataType", "-json")
    try:
        found = json.loads(text).get("SPDisplaysDataType")
    except (ValueError, AttributeError):
        return []
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def lines(*words: str) -> list[str]:
    """The lines that a program prints."""
    return answer(*words).decode("utf-8", "replace").splitlines()
