"""`cp.note`: what a learner wants to remember of a module, kept beside the receipts and ungraded."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from . import display, ledger, usage
from .folder import home

FILE = "notes.jsonl"
LONGEST = 8000
_MODULE = re.compile(r"m[1-9][0-9]?")


def card(module: Any, text: Any) -> dict[str, Any]:
    """Keep a note, and make the forms that say so; nothing raises."""
    name = usage.named_item(module)
    if not _MODULE.fullmatch(name):
        return _unkept('A note belongs to a module, as in `cp.note("m1", "…")`.')
    if not _said(text):
        return _unkept("Nothing is noted yet: write your sentence between the quotation marks.")
    if len(text) > LONGEST:
        return _unkept(f"The note has {len(text):,} characters; {LONGEST:,} is the most.")
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    entry = {"v": 1, "module": name, "text": _clean(text), "at": at}
    try:
        ledger.append(home() / FILE, lambda _: entry)
    except OSError as error:
        return _unkept(f"The note could not be written ({error.strerror or error}).")
    line = "It is kept beside your receipts and not graded; `cp.export` takes it along."
    return display.note_card("✓", f"Noted for module {name[1:]}", [line])


def _said(text: Any) -> bool:
    return type(text) is str and bool(text.strip(" .…\t\n"))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _unkept(line: str) -> dict[str, Any]:
    return display.note_card("○", "Not noted", [line])


def read(folder: Path | None = None) -> list[dict[str, str]]:
    """Read the notes that are notes, in order; nothing raises.

    Args:
        folder: where the receipts lie; this learner's unless given.
    """
    try:
        entries = ledger.read((folder or home()) / FILE).entries
    except OSError:
        return []
    return [{k: e[k] for k in ("module", "text", "at")} for e in entries if _is_note(e)]


def _is_note(entry: dict[str, Any]) -> bool:
    texts = [entry.get(k) for k in ("module", "text", "at")]
    return all(type(t) is str for t in texts) and bool(_MODULE.fullmatch(str(texts[0])))
