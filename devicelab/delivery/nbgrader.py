"""The nbgrader variant: an answer cell and a locked test cell for each exercise.

Cell metadata is nbgrader's schema 3, which allows no key of others. What the test needs is in
its source: a copied, moved or deleted cell elsewhere does it no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devicelab.delivery.cells import Cell, code, notebook
from devicelab.delivery.identity import exercise_cell_id
from devicelab.delivery.learner import check_cell, composed, help_cell, statement
from devicelab.delivery.regions import BEGIN, END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline, Task

CONFIG = '''\
# Read by nbgrader when it is run in this folder.
import os
from pathlib import Path

from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
)


class ForgetCopies(NbGraderPreprocessor):
    """nbgrader 0.9.6 empties a copied cell's metadata, then stops at them when it puts cells back."""

    def preprocess_cell(self, cell, resources, index):
        if not cell.metadata.get("nbgrader", True):
            del cell.metadata["nbgrader"]
        return cell, resources


c = get_config()
# What an outcome is worth: the kernels that nbgrader starts read it from here.
os.environ["DEVICELAB_POLICY"] = str(Path(__file__).resolve().parent / "policy.toml")
# Receipts stay with the submission: a prediction is graded by its receipt.
os.environ["DEVICELAB_HOME"] = ".devicelab"
c.CourseDirectory.course_id = "pytorch-on-apple-silicon"

# The starter stays; nothing is put in the solution's place, so an untouched notebook runs through.
c.ClearSolutions.code_stub = {"python": "# Change the code above until it is your answer."}

# A cell of the course trains for seconds, and on a busy grader for longer; the default is 30 s.
c.Execute.timeout = 300

# A test cell that a learner has deleted comes back, and grades what is there.
c.OverwriteCells.add_missing_cells = True
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    DeduplicateIds,
    ForgetCopies,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]

# nbgrader gives 0 for any text on stderr in a test cell. Checks write none; a native library may.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "MPSFallback|MPS backend|NNPACK"
'''

POLICY = """\
# What an outcome is worth, as a share of an exercise's points; "excused" counts in full here,
# since nbgrader knows no excuse. These are the defaults.
partial = false  # true: a failed answer gets the share of its parts that held

[outcomes]
passed = 1.0
passed_cpu = 1.0  # right, on a machine without an accelerator
simulated = 1.0
failed = 0.0
error = 0.0
unattempted = 0.0
noisy = "excused"  # the machine was too busy to say
broken = "excused"  # the check itself broke
skipped = "excused"  # this machine can't try it
"""


def nbgrader_notebook(made: Outline, edition: Edition) -> dict[str, Any]:
    """Return the notebook for ``source/``, solutions included: nbgrader takes them out itself."""
    cells = composed(made, edition, lambda task: _graded(task, edition), _guessed)
    return notebook(cells, devicelab=statement(made, edition))


def _graded(task: Task, edition: Edition) -> Iterator[Cell]:
    yield _answer_cell(task, task.entry.reference.strip())
    yield check_cell(task)
    yield help_cell(task, edition)
    yield _test_cell(task)


def _guessed(task: Task) -> Iterator[Cell]:
    # nbgrader replaces an answer cell without a marked region as a whole.
    yield _answer_cell(task, "# Any guess that was made before the next cell ran earns the points.")
    yield _test_cell(task)


def _answer_cell(task: Task, solution: str) -> Cell:
    return code(
        exercise_cell_id(task.item, "starter"),
        f"{task.entry.starter.strip()}\n\n\n{BEGIN}\n{solution}\n{END}",
        nbgrader=_metadata(_grade_id(task), solution=True),
    )


def _test_cell(task: Task) -> Cell:
    return code(
        exercise_cell_id(task.item, "test"),
        f'# This cell is graded. It can be run, not changed.\nfrom devicelab import cp\n\ncp.grade("{task.item}")',
        nbgrader=_metadata(f"{_grade_id(task)}-test", points=task.entry.points),
    )


def _grade_id(task: Task) -> str:
    return task.item.replace(".", "-")  # a grade_id has no dots


def _metadata(name: str, *, solution: bool = False, points: float | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "grade": points is not None,
        "grade_id": name,
        "locked": points is not None,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return made if points is None else {**made, "points": points}
