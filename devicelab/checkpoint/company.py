"""Is this kernel used by more than one person? A receipt says so, since it can't say by whom.

Seen from a kernel, a person is a front end: each open page has a session of its own. A
reload begins a new one and the old never returns, so only a return tells two apart.
"""

from __future__ import annotations

from typing import Any

from . import display

_names: set[str] = set()
_sessions: list[str] = []
_known = {"shared": False}


def is_shared(learner: str) -> bool:
    """Note who checks now, and say whether this kernel has been shared so far.

    Args:
        learner: the pseudonym of this receipt.
    """
    header = _header()
    _names.add(f"{header.get('username') or ''}/{learner}")
    session = str(header.get("session") or "")
    if session and session != (_sessions or [""])[-1]:
        _known["shared"] |= session in _sessions
        _sessions.append(session)
        del _sessions[:-100]
    return _known["shared"] or len(_names) > 1


def _header() -> dict[str, Any]:
    parent = getattr(display.shell(), "parent_header", None)
    header = parent.get("header") if isinstance(parent, dict) else None
    return header if isinstance(header, dict) else {}
