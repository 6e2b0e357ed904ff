"""Imports torch for whoever needs it, and says in the doctor's words why it can't be had."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from devicelab.agent import backends, report

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
    # What a stranger's file raises says nothing of PyTorch.
    told = backends.NOT_TORCH if other_torch() else error
    return {**found, "torch": {**torch, "state": "broken", "error": told}}


def other_torch() -> str | None:
    """Return the name of the file that stands before PyTorch, without its folder; None if none does."""
    module = sys.modules.get("torch")
    if module is not None and backends.state() != "broken":
        return None
    try:
        spec = getattr(module, "__spec__", None) or importlib.util.find_spec("torch")
    except Exception:  # noqa: BLE001 - whoever else finds modules here may fail in any way
        return None
    if spec is None:
        return None
    if spec.submodule_search_locations is None:
        return PurePath(spec.origin or "torch").name
    # Each release of PyTorch has this file, even where the rest of it is damaged.
    whole = any(Path(p, "version.py").is_file() for p in spec.submodule_search_locations)
    return None if whole else "torch"


def lack_of_torch() -> Diagnosis | None:
    """Import torch; return why nothing can be asked of it, None where it can. Never raises."""
    error = import_error()
    told = with_error(report(), error)
    return None if told["torch"]["state"] == "loaded" else diagnose(told)
