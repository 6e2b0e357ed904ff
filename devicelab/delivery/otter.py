"""The otter variant: the notebook that a learner gets, and a test file for each exercise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from devicelab.delivery.cells import Cell, code, notebook, prose
from devicelab.delivery.identity import exercise_cell_id
from devicelab.delivery.learner import composed, help_cell, starter_cell, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline, Task

_FIXED = {"deletable": False, "editable": False}
_HAND_IN = (
    "## Hand in\n\nSave this notebook (Ctrl+S, on a Mac ⌘S), then upload the file `{name}.ipynb`. "
    "What counts is what the file says when it is run from top to bottom elsewhere."
)
_TEST = '''\
"""{title}: what otter runs. The check itself is in the package devicelab."""

from otter.test_files import test_case

OK_FORMAT = False

name = "{test}"
points = {points:g}


@test_case(points={points:g}, hidden=False)
def test_{test}({names}):
    from devicelab import cp

    cp.grade({arguments})
'''


def otter_notebook(made: Outline, edition: Edition) -> dict[str, Any]:
    """Return the notebook for learners; its tests lie in files, so that any front end finds them."""
    cells = composed(made, edition, lambda task: _checked(task, edition), _guessed)
    whole = [_begin(made), *cells, prose("hand-in", _HAND_IN.format(name=made.name), **_FIXED)]
    return notebook(
        whole,
        devicelab=statement(made, edition),
        otter={"assignment_name": made.name},  # otter wants OK_FORMAT with tests in here only
    )


def _begin(made: Outline) -> Cell:
    text = f'import otter\n\ngrader = otter.Notebook("{made.name}.ipynb")'
    return code("otter-begin", text, **_FIXED)


def _checked(task: Task, edition: Edition) -> Iterator[Cell]:
    yield from _guessed(task)
    yield help_cell(task, edition)


def _guessed(task: Task) -> Iterator[Cell]:
    starter = starter_cell(task)
    starter["metadata"] = {"tags": ["otter_answer_cell"]}
    yield starter
    call = f'grader.check("{test_name(task)}")  # {task.item}'
    yield code(exercise_cell_id(task.item, "check"), call, **_FIXED)


def test_name(task: Task) -> str:
    """Return an exercise's id as otter can name a test: ``m1_q1``."""
    return task.item.replace(".", "_")


def test_file(task: Task) -> str:
    """Return the exception-form test of an exercise.

    otter gives each argument the learner's object of that name, or None.
    """
    return _TEST.format(
        title=task.entry.title,
        test=test_name(task),
        points=task.entry.points,
        names=", ".join(task.entry.needs),
        arguments=", ".join((f'"{task.item}"', *(f"{name}={name}" for name in task.entry.needs))),
    )


def requirements(edition: Edition) -> str:
    """Return the requirements of the machine that grades; a path to a wheel is one there."""
    ours = f"devicelab @ {edition.wheel}" if "://" in edition.wheel else edition.install
    return f"{ours}\ntorch>=2.4\nnumpy\nmatplotlib>=3.5\n"


def grader_config(made: Outline) -> str:
    """Return ``otter_config.json``: whose submissions are taken, and that failures are shown."""
    config = {"assignment_name": made.name, "show_all_public": True, "show_hidden": True}
    return json.dumps(config, indent=2) + "\n"
