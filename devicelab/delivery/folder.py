"""Hands the learner notebooks out into a folder, and never touches what a learner wrote.

A notebook that is as it was handed out gives way to a newer version. One that the learner
changed stays, and the newer version is laid beside it, once. Any save in JupyterLab counts as
a change, because a save writes outputs and metadata too.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from devicelab.delivery.errors import Refused
from devicelab.delivery.record import (
    Record,
    notebook_version,
    read_record,
    sha256,
)
from devicelab.version import is_newer

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD = ".devicelab/shipped.json"

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "it can only be read",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOTDIR: "a part of its path is a file",
    errno.EISDIR: "a folder of that name is in the way",
    errno.EEXIST: "a file of that name is in the way",
    errno.ELOOP: "its links lead in a circle",
}


def hand_out(notebooks: Mapping[str, bytes], folder: Path, version: str) -> list[str]:
    """Lay ``notebooks`` out in ``folder`` and return what was done, a sentence each.

    Args:
        notebooks: The bytes of each notebook by its file name.
        folder: Where to; made if missing.
        version: The course version of ``notebooks``.

    Raises:
        Refused: The folder can't be used, or has a newer version. What it holds is as before,
            save for notebooks that were already replaced by their newer version.
    """
    try:
        _prepare(folder)
        record = read_record(folder / RECORD, version)
        _refuse_newer(record, notebooks, folder, version)
        done = [_hand_out_one(name, notebooks[name], folder, record, version) for name in notebooks]
        record.version = version
        _write_changed(folder / RECORD, record.to_bytes())
    except (OSError, ValueError) as error:
        raise Refused(_sentence(folder, error)) from error
    return [sentence for sentence in done if sentence]


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder, or one that is still to be made.")
    folder.mkdir(parents=True, exist_ok=True)
    # Saves go here, so a folder that can only be read is told now.
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "not writable")
    record = folder / RECORD
    _prepare_inner(record.parent)
    oddity = _oddity(record)
    if oddity and not record.is_file():
        raise Refused(f"{record} {oddity}. Move it away, then start again.")


def _prepare_inner(inner: Path) -> None:
    if inner.is_symlink():
        raise Refused(f"{inner} is a link that leads elsewhere. Remove it, then start again.")
    if inner.exists() and not inner.is_dir():
        raise Refused(
            f"{inner} is a file, and the course needs a folder of that name for your results. "
            "Move it away, then start again."
        )
    inner.mkdir(exist_ok=True)
    for path in (inner, inner / "receipts.jsonl"):
        if path.exists() and not os.access(path, os.W_OK):
            raise Refused(
                f"You may not write to {path}, so no result of yours could be kept. "
                "Allow it (chmod u+w), or name another folder. Nothing of yours was changed."
            )


def _refuse_newer(
    record: Record, notebooks: Mapping[str, bytes], folder: Path, version: str
) -> None:
    told = [record.version, *(notebook_version(folder / name) for name in notebooks)]
    newer = next((one for one in told if is_newer(one, version)), None)
    if newer:
        raise Refused(
            f"{folder} holds version {newer} of the course, and this devicelab has {version}. "
            "Nothing was changed. Update it (pip install --upgrade devicelab) or name another folder."
        )


def _hand_out_one(name: str, data: bytes, folder: Path, record: Record, version: str) -> str:
    """Bring one notebook up to date and return what to say of it."""
    target, new = folder / name, sha256(data)
    oddity = _oddity(target)
    if oddity:
        return _hand_out_beside(target, oddity, data, record, version)
    now = _hash_of(target)
    before = record.files.get(name)
    if now is None or (now == before and now != new):
        _write(target, data)
        record.files[name] = new
        return f"{name}: now version {version}; you had not changed it." if now else ""
    if now == new:
        record.files[name] = new
    elif new not in (before, record.aside.get(name)):
        record.aside[name] = new
        other = _lay_beside(target, data, version)
        return f"{name} holds your work and stays as it is; version {version} is in '{other}'."
    return ""


def _hand_out_beside(target: Path, oddity: str, data: bytes, record: Record, version: str) -> str:
    """Leave alone what is no readable notebook; lay each version beside it once."""
    said = f"{target.name} {oddity}, so it stays as it is"
    if record.aside.get(target.name) == sha256(data):
        return f"{said}."
    record.aside[target.name] = sha256(data)
    return f"{said}; version {version} is in '{_lay_beside(target, data, version)}'."


def _lay_beside(target: Path, data: bytes, version: str) -> str:
    """Write ``data`` under a free name beside ``target`` and return that name."""
    other = _free_name(target, data, version)
    if not other.exists():
        _write(other, data)
    return other.name


def _free_name(target: Path, data: bytes, version: str) -> Path:
    """Return a name beside ``target`` that is free, or that holds exactly ``data`` already."""
    number = 1
    while True:
        count = f", copy {number}" if number > 1 else ""
        other = target.with_name(f"{target.stem} (version {version}{count}){target.suffix}")
        if _hash_of(other) in (None, sha256(data)):
            return other
        number += 1


def _oddity(path: Path) -> str:
    """Say what keeps a path from being a plain file that can be read; ``""`` if nothing does.

    A link counts as the learner's own: following it could write outside the folder.
    """
    if path.is_symlink():
        return "is a link"
    if path.is_dir():
        return "is a folder"
    if not os.path.lexists(path):
        return ""
    if not path.is_file():
        return "is no file"
    try:
        path.open("rb").close()
    except OSError as error:
        return f"can't be read ({error.strerror or error})"
    return ""


def _hash_of(path: Path) -> str | None:
    """Return a file's hash, None if nothing is there, ``"other"`` for what can't be read."""
    if not os.path.lexists(path):
        return None
    return "other" if _oddity(path) else sha256(path.read_bytes())


def _write_changed(path: Path, data: bytes) -> None:
    if _hash_of(path) != sha256(data):
        _write(path, data)


def _write(path: Path, data: bytes) -> None:
    """Write all of ``data`` under ``path`` or leave everything as it was."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _sentence(folder: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    reason = _REASONS.get(number or 0) or str(error)
    return f"{folder} can't be used: {reason}. Nothing of yours was changed."
