"""The solution variant: each starter replaced by its reference, for instructors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devicelab.delivery.cells import Cell, code, notebook
from devicelab.delivery.identity import exercise_cell_id
from devicelab.delivery.learner import check_cell, composed, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline, Task


def solution_notebook(made: Outline, edition: Edition) -> dict[str, Any]:
    """Return the notebook in which every check passes."""
    return notebook(composed(made, edition, _solved), devicelab=statement(made, edition))


def _solved(task: Task) -> Iterator[Cell]:
    answer = task.entry.reference.strip("\n")
    yield code(exercise_cell_id(task.item, "starter"), answer)
    yield check_cell(task)
