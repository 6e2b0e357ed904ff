"""A folder of sources → a folder of learner notebooks, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused
from devicelab.delivery.learner import learner_notebook
from devicelab.delivery.source import read_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from devicelab.delivery.bank import Entry


def built(source_dir: Path, bank: Mapping[str, Entry], version: str) -> dict[str, bytes]:
    """Return each learner notebook's bytes by its file name.

    Raises:
        Refused: There are no sources, or one of them can't be built.
    """
    sources = sorted(source_dir.glob("*.py"))
    if not sources:
        raise Refused(f"{source_dir}: no notebook sources (*.py) here.")
    notebooks = (learner_notebook(read_source(path), bank, version) for path in sources)
    return {
        f"{path.stem}.ipynb": _serialised(path.name, notebook)
        for path, notebook in zip(sources, notebooks)
    }


def stale(notebooks: Mapping[str, bytes], out_dir: Path) -> list[str]:
    """Name the files in ``out_dir`` that are missing, differ, or have no source any more."""
    there = {path.name for path in out_dir.glob("*.ipynb")}
    differing = {name for name, data in notebooks.items() if not _same(out_dir / name, data)}
    return sorted(differing | (there - set(notebooks)))


def write(notebooks: Mapping[str, bytes], out_dir: Path) -> list[str]:
    """Write what differs and return the names written.

    Raises:
        Refused: ``out_dir`` can't be written to.
    """
    changed = [name for name, data in notebooks.items() if not _same(out_dir / name, data)]
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for name in changed:
            (out_dir / name).write_bytes(notebooks[name])
    except OSError as error:
        raise Refused(f"{out_dir}: can't be written to ({error.strerror}).") from error
    return changed


def _serialised(name: str, notebook: dict[str, Any]) -> bytes:
    """Return the notebook's bytes, after nbformat's own validation, in nbformat's own form."""
    import nbformat

    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise Refused(f"{name}: not a valid notebook ({error}).") from error
    text: str = nbformat.writes(nbformat.from_dict(notebook), version=4)
    return (text + "\n").encode()


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
