"""The tables, from the wheel or from a checkout."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
# A wheel holds the files beside this one (pyproject.toml, force-include); a checkout in protocol/.
_FOLDERS = (_HERE / "data", _HERE.parent.parent / "protocol")


@functools.cache
def table(name: str) -> Any:
    """Return the table ``name`` (``diagnosis``, ``messages`` or ``texts``), read once.

    Raises:
        FileNotFoundError: The installation is not whole.
    """
    path = next((f / f"{name}.json" for f in _FOLDERS if (f / f"{name}.json").is_file()), None)
    if path is None:
        raise FileNotFoundError(f"devicelab came without its table {name}.json; install it again")
    return json.loads(path.read_text(encoding="utf-8"))
