"""`cp.export`: receipts, the answers they are about and the notes, in one place to hand over.

The name's ending decides: ``.json`` is one file, ``.zip`` an archive, anything else a
folder. Without a name there is only a short code for pasting: outcomes, no answers.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from . import answers, bank, display, ledger, notes, receipts, short_code
from .folder import home
from .learner import pseudonym

KIND = "devicelab-export"
_SCHEMA = 1


class NotExported(Exception):  # noqa: N818 - it names what happened
    """Nothing was written; the text says why, and what to do."""


def card(target: Any) -> dict[str, Any]:
    """Export to `target`, and make the forms that say what was written; nothing raises."""
    try:
        folder = home()
        kept, problems = receipts.read()
        short = short_code.made(kept, pseudonym(folder))
        lines = [] if target is None else [_written(_path(target), _files(folder, kept), folder)]
    except NotExported as refused:
        return display.note_card("○", "Not exported", [str(refused)])
    except OSError as error:
        return display.note_card("○", "Not exported", [f"{error.strerror or error}."])
    if not kept:
        return display.note_card("○", "There is nothing to export yet", ["No check was kept here."])
    lines += problems
    lines += ["Outcomes alone, for pasting into a form:"]
    count = "1 receipt" if len(kept) == 1 else f"{len(kept):,} receipts"
    return display.note_card("✓", f"Exported: {count}" if target else count, lines, short + "\n")


def _path(target: Any) -> Path:
    if not isinstance(target, (str, os.PathLike)) or not str(target).strip():
        raise NotExported('Name a file or a folder, as in `cp.export("receipts.json")`.')
    path = Path(target)
    if not path.parent.is_dir():
        raise NotExported("There is no such folder to write into; make it first.")
    return path


def _files(folder: Path, kept: list[dict[str, Any]]) -> dict[str, bytes]:
    """Give all that is handed over, by name; receipts as they are, so that their chain holds."""
    raw = ledger.content(folder / receipts.FILE)
    found = {receipts.FILE: raw} if raw else {}
    digests = dict.fromkeys(r["answer_sha256"] for r in kept if r["answer_sha256"])
    texts = ((d, answers.read(d, folder)) for d in digests)
    found.update({f"{answers.FOLDER}/{d}.py": t.encode() for d, t in texts if t is not None})
    noted = ledger.content(folder / notes.FILE)
    return {**found, notes.FILE: noted} if noted else found


def _written(path: Path, files: Mapping[str, bytes], folder: Path) -> str:
    kinds = {".json": _json, ".zip": _zip}
    make = kinds.get(path.suffix.lower())
    if make is None:
        _folder(path, files)
    else:
        _refuse_strangers_file(path)
        _replaced(path, make(files, folder))
    answered = sum(name.startswith(answers.FOLDER) for name in files)
    said = "1 answer" if answered == 1 else f"{answered:,} answers"
    return f"`{path.name}` holds them with {said}; hand it over as it is."


def _json(files: Mapping[str, bytes], folder: Path) -> bytes:
    lines = files.get(receipts.FILE, b"").decode("utf-8", "replace").splitlines()
    course, version = bank.course()
    prefix = f"{answers.FOLDER}/"
    data = {
        "v": _SCHEMA,
        "kind": KIND,
        "course": course,
        "course_version": version,
        "learner": pseudonym(folder),
        # As text, line by line: a chain of hashes is over bytes.
        "receipts": lines,
        "answers": {
            name[len(prefix) : -len(".py")]: content.decode("utf-8", "replace")
            for name, content in files.items()
            if name.startswith(prefix)
        },
        "notes": notes.read(folder),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _zip(files: Mapping[str, bytes], _: Path) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = KIND.encode()
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _folder(path: Path, files: Mapping[str, bytes]) -> None:
    earlier = (path / receipts.FILE).is_file()
    if path.exists() and not earlier and (not path.is_dir() or any(path.iterdir())):
        raise NotExported(f"`{path.name}` holds something else; choose another name.")
    if path.is_dir() and path.resolve() == home().resolve():
        raise NotExported("That is where the receipts are already; choose another place.")
    for name, content in files.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        _replaced(place, content)


def _refuse_strangers_file(path: Path) -> None:
    """Let only an earlier export be overwritten."""
    if path.is_dir():
        raise NotExported(f"`{path.name}` is a folder; choose another name.")
    if path.exists() and not _is_export(path):
        raise NotExported(f"`{path.name}` is there and is no export; choose another name.")


def _is_export(path: Path) -> bool:
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                return archive.comment == KIND.encode()
        except (zipfile.BadZipFile, OSError):
            return False
    with path.open("rb") as file:
        return f'"kind": "{KIND}"'.encode() in file.read(200)


def _replaced(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
