"""Where a learner's receipts live, and under which pseudonym."""

from __future__ import annotations

import errno
import os
import re
import secrets
from functools import lru_cache
from pathlib import Path

NAME = ".devicelab"
_PSEUDONYM = re.compile(r"[0-9a-f]{16}")


def _here() -> Path | None:
    try:
        return Path.cwd()
    except OSError:
        return None


#: Where this kernel or script began. A cell that changes the folder must not move the receipts.
_START = _here()


def home() -> Path:
    """Find the folder: `DEVICELAB_HOME`, the nearest `.devicelab` above, or one here.

    "Here" is where the process was when this package was first imported. The folder found
    at the first use holds for as long as the process lives.

    Raises:
        OSError: the folder where the process began is gone.
    """
    given = os.environ.get("DEVICELAB_HOME")
    if given:
        return Path(given)
    if _START is None or not _START.is_dir():
        raise FileNotFoundError(errno.ENOENT, "the folder where this kernel began is gone")
    return _found(_START)


@lru_cache(maxsize=1)
def _found(start: Path) -> Path:
    return next((p / NAME for p in (start, *start.parents) if (p / NAME).is_dir()), start / NAME)


def learner(folder: Path) -> str:
    """Give this folder's pseudonym: 16 random hexadecimal digits, made once.

    Raises:
        OSError: it can neither be read nor written.
    """
    path = folder / "learner"
    try:
        known = path.read_bytes()[:64].decode("ascii", "replace").strip()
    except FileNotFoundError:
        known = ""
    return known if _PSEUDONYM.fullmatch(known) else _new_pseudonym(path)


def _new_pseudonym(path: Path) -> str:
    made = secrets.token_hex(8)
    beside = path.with_name(f"learner.{made}")
    try:
        beside.write_text(made + "\n", encoding="ascii")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return made
