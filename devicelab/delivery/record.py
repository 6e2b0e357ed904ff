"""What was handed out into a learner's folder: ``.devicelab/shipped.json``."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

# A record or a notebook of ours is far smaller; more is not worth reading at a start.
_MOST_BYTES = 64 * 1024 * 1024
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass
class Record:
    """Hashes of what was handed out.

    Attributes:
        version: The newest course version this folder has had.
        files: SHA-256 of each notebook as it was handed out under its own name.
        aside: SHA-256 of the version last laid beside a notebook that the learner had changed.
        id: 16 random hexadecimal digits, drawn once, by which this folder can be told from others.
    """

    version: str
    files: dict[str, str] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    def to_bytes(self) -> bytes:
        """Return the record as it is written: stable, so that a second start changes nothing."""
        data = {
            "aside": self.aside,
            "course_version": self.version,
            "files": self.files,
            "id": self.id,
            "v": 1,
        }
        return (json.dumps(data, indent=1, sort_keys=True) + "\n").encode()


def read_record(path: Path, version: str) -> Record:
    """Return the record at ``path``, or an empty one if there is none that can be understood.

    With an empty record every notebook there counts as the learner's own, so nothing is lost.
    """
    data = _json(path)
    if not isinstance(data, dict):
        return Record(version)
    told = data.get("course_version")
    record = Record(
        told if isinstance(told, str) else version,
        _hashes(data.get("files")),
        _hashes(data.get("aside")),
    )
    known = data.get("id")
    if isinstance(known, str) and _ID.fullmatch(known):
        record.id = known
    return record


def notebook_version(path: Path) -> str:
    """Return the course version that the notebook at ``path`` carries, or ``""``."""
    data = _json(path)
    try:
        told = data["metadata"]["devicelab"]["course_version"]
    except (KeyError, TypeError):
        return ""
    return told if isinstance(told, str) else ""


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _json(path: Path) -> Any:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _hashes(data: Any) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, str)}
