"""Under which pseudonym receipts are written: drawn at random, or chosen.

`DEVICELAB_LEARNER` goes first, then what was chosen with `cp.learner`, then 16 random
hexadecimal digits. Nothing else in a receipt says whose it is.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

from . import display
from .folder import home
from .safely import one_line

FILE = "learner"
VARIABLE = "DEVICELAB_LEARNER"
#: 1 to 40 characters, none of them able to end a field of HTML, CSV or a path.
PSEUDONYM = re.compile(r"[^\x00-\x20\x7f<>&\"'`\\/|,;]([^\x00-\x1f\x7f<>&\"'`\\/|,;]{0,38}[^\x00-\x20\x7f<>&\"'`\\/|,;])?")  # fmt: skip


def pseudonym(folder: Path) -> str:
    """Give the pseudonym for receipts in this folder; one is drawn if there is none.

    Raises:
        OSError: it can neither be read nor written.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if PSEUDONYM.fullmatch(given):
        return given
    known = _known(folder)
    return known or _written(folder / FILE, secrets.token_hex(8))


def _known(folder: Path) -> str | None:
    try:
        text = (folder / FILE).read_bytes()[:400].decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return None
    return text if PSEUDONYM.fullmatch(text) else None


def _written(path: Path, name: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    try:
        beside.write_text(name + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return name


def card(name: Any) -> dict[str, Any]:
    """Choose the pseudonym from now on, or with None say which it is; nothing raises."""
    try:
        if name is None:
            return _is(pseudonym(home()), "Receipts are written under this name.")
        chosen = name.strip() if type(name) is str else ""
        if not PSEUDONYM.fullmatch(chosen):
            return _refused()
        _written(home() / FILE, chosen)
    except OSError as error:
        reason = error.strerror or error
        return display.note_card("○", "The name could not be kept", [f"{reason}."])
    if pseudonym(home()) != chosen:
        return _is(pseudonym(home()), f"`{VARIABLE}` is set here and goes before it.")
    return _is(chosen, "Receipts from now on are written under it; earlier ones stay as they are.")


def _is(name: str, line: str) -> dict[str, Any]:
    advice = "Whoever gets your receipts can read it: a pseudonym does, your name is not needed."
    return display.note_card("✓", f"You are `{one_line(name, 40)}`", [line, advice])


def _refused() -> dict[str, Any]:
    line = "A pseudonym has 1 to 40 characters: letters, digits, spaces, `.`, `_` or `-`."
    return display.note_card("○", "That name was not taken", [line, '`cp.learner("blue heron")`'])
