"""Reading a notebook source: a jupytext percent file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

_AUTHOR_EXTRA = 'Building notebooks needs jupytext and nbformat: pip install "devicelab[author]"'


@dataclass(frozen=True)
class SourceCell:
    """One cell as the author wrote it; ``exercise`` names the item whose cells go here."""

    kind: str
    text: str
    exercise: str | None = None


@dataclass(frozen=True)
class Source:
    """One notebook source: its file's stem, the module it belongs to, and its cells."""

    name: str
    module: str
    cells: tuple[SourceCell, ...]


def read_source(path: Path) -> Source:
    """Read the percent file at ``path``.

    Raises:
        Refused: jupytext is missing, the file can't be read, or it names no module.
    """
    notebook = _parsed(path)
    module = notebook.metadata.get("devicelab", {}).get("module")
    if not isinstance(module, str):
        raise Refused(f"{path.name}: the header says no 'devicelab: module:'.")
    cells = tuple(
        SourceCell(cell.cell_type, cell.source, cell.metadata.get("exercise"))
        for cell in notebook.cells
    )
    return Source(path.stem, module, cells)


def _parsed(path: Path) -> Any:
    try:
        import jupytext
    except ImportError:
        raise Refused(_AUTHOR_EXTRA) from None
    try:
        return jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: can't be read ({error}).") from error
