"""The learner variant: prose, starters and checks; no solution, no output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devicelab.delivery.cells import Cell, cell_of, code, notebook
from devicelab.delivery.identity import exercise_cell_id
from devicelab.delivery.outline import Task, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline


def learner_notebook(made: Outline, edition: Edition) -> dict[str, Any]:
    """Return the notebook that a learner opens, nbformat 4.5."""
    cells = composed(made, edition, lambda task: exercise_cells(task, edition))
    return notebook(cells, devicelab=statement(made, edition))


def statement(made: Outline, edition: Edition) -> dict[str, str]:
    """Return what the metadata say; `devicelab start` reads it, no check needs it."""
    return {"course_version": edition.version, "module": made.module}


def composed(
    made: Outline,
    edition: Edition,
    form: Callable[[Task], Iterator[Cell]],
    guess: Callable[[Task], Iterator[Cell]] | None = None,
) -> Iterator[Cell]:
    """Yield the cells of a notebook, each exercise in the form that ``form`` gives it.

    ``guess`` gives a prediction its form; it is one cell unless told otherwise.
    """
    guessed = guess or prediction_cells
    said = False
    for part in made.parts:
        if isinstance(part, Task):
            yield from guessed(part) if part.is_prediction else form(part)
            continue
        text = part.text if said else _stated(part, made, edition)
        said = said or text != part.text
        yield cell_of(part.kind, part.id, text)


def _stated(part: Text, made: Outline, edition: Edition) -> str:
    return edition.stated(part.text, made.module) if part.kind == "code" else part.text


def prediction_cells(task: Task) -> Iterator[Cell]:
    """Yield a prediction's one cell: its call is what is filled in."""
    yield starter_cell(task)


def starter_cell(task: Task) -> Cell:
    """Return the cell that the learner fills in."""
    return code(exercise_cell_id(task.item, "starter"), task.entry.starter.strip("\n"))


def exercise_cells(task: Task, edition: Edition) -> Iterator[Cell]:
    """Yield an exercise's three cells: starter, check, and help to uncomment."""
    yield starter_cell(task)
    yield check_cell(task)
    yield help_cell(task, edition)


def check_cell(task: Task) -> Cell:
    """Return the cell that checks. After a restart it still says what to run: it imports `cp` itself."""
    call = f'from devicelab import cp\n\ncp.check("{task.item}")'
    return code(exercise_cell_id(task.item, "check"), call)


def help_cell(task: Task, edition: Edition) -> Cell:
    """Return the cell with the calls that help, to be uncommented."""
    lines = [f'# cp.hint("{task.item}")']
    if edition.solutions != "never":
        lines.append(f'# cp.solution("{task.item}")')
    return code(exercise_cell_id(task.item, "help"), "\n".join(lines))
