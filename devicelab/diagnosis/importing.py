"""Imports torch for whoever needs it, and says in the doctor's words why it can't be had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devicelab.agent import report

from .tree import Diagnosis, diagnose

_LONGEST_ERROR = 300


def import_error() -> str:
    """Import torch and return ``""``, or the last line of what went wrong."""
    try:
        import torch  # noqa: F401
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  (a broken torch raises anything, a stranger's file exits)
        return named(error)
    return ""


def named(error: BaseException) -> str:
    """Return an error's type and the last line of its text."""
    try:
        last = (str(error).strip().splitlines() or [""])[-1].strip()
    except Exception:  # noqa: BLE001  (a stranger's error may have no text)
        last = ""
    return f"{type(error).__name__}: {last}"[:_LONGEST_ERROR]


def with_error(found: Mapping[str, Any], error: str) -> dict[str, Any]:
    """Return a report that says why the import failed; the agent sees only what that left behind."""
    torch = found["torch"]
    if not error or torch["state"] == "absent":
        return dict(found)
    return {**found, "torch": {**torch, "state": "broken", "error": error}}


def lack_of_torch() -> Diagnosis | None:
    """Import torch; return why nothing can be asked of it, None where it can. Never raises."""
    error = import_error()
    told = with_error(report(), error)
    return None if told["torch"]["state"] == "loaded" else diagnose(told)
