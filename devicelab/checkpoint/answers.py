"""Each checked answer as a file under its own hash, so that a result can be made again.

A receipt holds the hash of the answer that it is about. The text lies once in
``answers/<sha256>.py`` beside the receipts, however often it was checked.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from .folder import home

FOLDER = "answers"
CAP = 1 << 20


def sha256(text: str) -> str:
    """Hash an answer's text as it is kept: UTF-8, lone surrogates replaced."""
    return hashlib.sha256(_bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def keep(text: str) -> str | None:
    """Keep an answer's text under its hash; it is written once.

    Returns:
        None, or a sentence on why it could not be kept. Nothing raises.
    """
    content = _bytes(text)
    if len(content) > CAP:
        return "Your answer is longer than 1 MiB, so it is not kept beside its receipt."
    try:
        _written(home() / FOLDER / f"{hashlib.sha256(content).hexdigest()}.py", content)
    except OSError as error:
        return f"Your answer could not be kept beside its receipt ({error.strerror or error})."
    return None


def _written(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def read(digest: str, folder: Path | None = None) -> str | None:
    """Read a kept answer back; None where it is gone, too long, or not what its name says.

    Args:
        digest: the hash that a receipt holds, 64 hexadecimal digits.
        folder: where the receipts lie; this learner's unless given.
    """
    path = (folder or home()) / FOLDER / f"{digest}.py"
    try:
        if not path.is_file() or path.stat().st_size > CAP:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    same = hashlib.sha256(content).hexdigest() == digest
    return content.decode("utf-8", "replace") if same else None
