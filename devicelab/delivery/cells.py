"""Cells and notebooks as nbformat 4.5 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cell = dict[str, Any]


def code(cell_id: str, text: str, **metadata: Any) -> Cell:
    """Return a code cell without outputs."""
    return {**_cell("code", cell_id, text, metadata), "execution_count": None, "outputs": []}


def prose(cell_id: str, text: str, **metadata: Any) -> Cell:
    """Return a Markdown cell."""
    return _cell("markdown", cell_id, text, metadata)


def cell_of(kind: str, cell_id: str, text: str) -> Cell:
    """Return a cell of any kind that a source has."""
    return code(cell_id, text) if kind == "code" else _cell(kind, cell_id, text, {})


def _cell(kind: str, cell_id: str, text: str, metadata: Mapping[str, Any]) -> Cell:
    return {"cell_type": kind, "id": cell_id, "metadata": dict(metadata), "source": text}


def notebook(cells: Iterable[Cell], **metadata: Any) -> dict[str, Any]:
    """Return a notebook for a Python 3 kernel; ``metadata`` is added to its own."""
    return {
        "cells": list(cells),
        "metadata": {
            **metadata,
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def serialised(name: str, made: dict[str, Any]) -> bytes:
    """Return a notebook's bytes, after nbformat's own validation, in nbformat's own form.

    Raises:
        Refused: It is not a valid notebook.
    """
    import nbformat

    try:
        nbformat.validate(made)
    except nbformat.ValidationError as error:
        raise Refused(f"{name}: not a valid notebook ({error}).") from error
    text: str = nbformat.writes(nbformat.from_dict(made), version=4)
    return (text + "\n").encode()
