"""Which version of the course this is."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent


def course_version() -> str:
    """Return the version of this devicelab.

    In a checkout ``package.json`` says it (the wheel takes its version from there too);
    an installed package has it in its metadata. ``0`` if neither does.
    """
    return _from_checkout() or _from_metadata() or "0"


def _from_checkout() -> str:
    try:
        data = json.loads((_CHECKOUT / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(data.get("version", "")) if data.get("name") == "devicelab" else ""


def _from_metadata() -> str:
    try:
        return metadata.version("devicelab")
    except metadata.PackageNotFoundError:
        return ""


def is_newer(version: str, than: str) -> bool:
    """Compare the numbers of two versions; what follows them (``rc1``) does not count."""
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    leading = re.match(r"\d{1,9}(?:\.\d{1,9})*", version)
    return tuple(int(part) for part in leading.group().split(".")) if leading else ()
