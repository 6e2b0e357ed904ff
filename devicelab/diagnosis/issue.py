"""A report as text for a public issue.

Built from an allow-list of facts, not by leaving things out of a report: what is
not named here can't get in. Words of the system's own are cut to harmless characters.
"""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devicelab.version import course_version

from .conditions import fact
from .facts import fact_rows, limit_rows, variable_rows
from .sheet import GLYPHS, SIMULATED
from .tree import diagnose

# A path of a system of any kind, up to its last part; "/" alone and "and/or" are none.
_PATH = re.compile(r"(?:[A-Za-z]:|~|(?<![\w)]))(?:[\\/]+[^\\/\s:'\"<>|]{1,80}){1,40}")
_VALUE = re.compile(r"[A-Za-z0-9.,:=+-]{0,32}")
_ALLOWED_VARIABLES = re.compile(
    r"PYTORCH_(?:ENABLE_MPS_FALLBACK|DEBUG_MPS_ALLOCATOR|MPS_[A-Z_]{1,40})|CUDA_VISIBLE_DEVICES"
)
_LONGEST = 300


def issue_text(report: Mapping[str, Any]) -> str:
    """Return diagnosis, evidence, facts and limits without user, path, host or serial number."""
    found = diagnose(report)
    blocks = (
        ("seen", [(e.name, without_names(e.value)) for e in found.evidence]),
        ("facts", _facts(report)),
        ("limits", limit_rows(report)),
        ("variables", _variables(report)),
    )
    lines = [
        f"devicelab {course_version()}",
        f"diagnosis: {found.code} {GLYPHS[found.shape]} {found.headline}",
        *([SIMULATED] if report.get("sim") is True else []),
    ]
    for title, rows in blocks:
        if rows:
            lines += ["", f"{title}:", *(f"- {name}: {harmless(value)}" for name, value in rows)]
    return "\n".join(lines)


def harmless(text: str) -> str:
    """Return text on one line with paths replaced by ``<path>``."""
    return _PATH.sub("<path>", " ".join(text[:_LONGEST].split()))


def without_names(text: str) -> str:
    """Return text without this user's home folder and name and this machine's name.

    An error of a stranger's library can hold any of them.
    """
    for name in sorted(_names(), key=len, reverse=True):
        text = text.replace(name, "<name>")
    return text


def _names() -> set[str]:
    found = set()
    for ask in (socket.gethostname, getpass.getuser, lambda: str(Path.home())):
        try:
            found.add(ask())
        except (OSError, KeyError, RuntimeError, ImportError):  # none is set on this system
            continue
    return {name for name in found if len(name) > 1}


def _facts(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    variables = {name for name, _ in variable_rows(report)}
    return [row for row in fact_rows(report) if row[0] not in variables]


def _variables(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    listed = fact(report, "variables")
    entries = [v for v in listed if isinstance(v, Mapping)] if isinstance(listed, list) else []
    named = [v for v in entries if _ALLOWED_VARIABLES.fullmatch(str(v.get("name")))]
    return [(str(v["name"]), _value(v)) for v in named]


def _value(entry: Mapping[str, Any]) -> str:
    value = str(entry.get("value"))
    shown = value if _VALUE.fullmatch(value) else "(set)"
    return shown + (" (set too late to count)" if entry.get("late") is True else "")
