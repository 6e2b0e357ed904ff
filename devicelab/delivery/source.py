"""Reading a notebook source: a jupytext percent file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

_AUTHOR_EXTRA = 'Building notebooks needs jupytext and nbformat: pip install "devicelab[author]"'
_MARKER = re.compile(r"^# ?%%", re.MULTILINE)


@dataclass(frozen=True)
class SourceCell:
    """One cell as the author wrote it; ``exercise`` names the item whose cells go here.

    ``line`` is that of its ``# %%`` in the file, from 1.
    """

    kind: str
    text: str
    exercise: str | None = None
    line: int = 1


@dataclass(frozen=True)
class Source:
    """One notebook source: its file's stem and path, the module it belongs to, and its cells."""

    name: str
    module: str
    cells: tuple[SourceCell, ...]
    path: str = ""

    def where(self, cell: SourceCell, further: int = 0) -> str:
        """Return ``file:line`` of a cell, or of the line ``further`` below its marker."""
        return f"{self.path or self.name}:{cell.line + further}"


def read_source(path: Path) -> Source:
    """Read the percent file at ``path``.

    Raises:
        Refused: jupytext is missing, the file can't be read, or it names no module.
    """
    text = _text(path)
    notebook = _parsed(text)
    module = notebook.metadata.get("devicelab", {}).get("module")
    if not isinstance(module, str):
        raise Refused(f"{path}:1: the header says no 'devicelab: module:'.")
    lines = _marker_lines(text, len(notebook.cells))
    cells = tuple(
        SourceCell(cell.cell_type, cell.source, cell.metadata.get("exercise"), line)
        for cell, line in zip(notebook.cells, lines)
    )
    return Source(path.stem, module, cells, str(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: can't be read ({error}).") from error


def _parsed(text: str) -> Any:
    try:
        import jupytext
    except ImportError:
        raise Refused(_AUTHOR_EXTRA) from None
    return jupytext.reads(text, fmt="py:percent")


def _marker_lines(text: str, cells: int) -> list[int]:
    """Return the line of each cell's marker; what stands before the first one is a cell too."""
    found = [text.count("\n", 0, mark.start()) + 1 for mark in _MARKER.finditer(text)]
    return [*[1] * (cells - len(found)), *found][:cells]
