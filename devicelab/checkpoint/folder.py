"""Where a learner's receipts live."""

from __future__ import annotations

import errno
import os
from functools import lru_cache
from pathlib import Path

NAME = ".devicelab"


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
