"""nbgrader itself: release, five submissions, autograding and the exported grades.

`make test-delivery` makes its environment and names its Python in ``DEVICELAB_TEST_NBGRADER_PYTHON``.
"""

from __future__ import annotations

import copy
import csv
import os

import instructors_page
import nbformat
import pytest
from other_python import OtherPython
from submissions import (
    MODULES,
    SURE,
    guessed,
    guesses,
    items,
    right,
    starter_of,
    submission,
    wrong,
)

from devicelab.checkpoint import bank
from devicelab.delivery.bank import entries
from devicelab.delivery.leaks import leaks, text_of

PYTHON = os.environ.get("DEVICELAB_TEST_NBGRADER_PYTHON")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-delivery runs this")


@pytest.fixture(scope="module", params=MODULES)
def number(request):
    return request.param


@pytest.fixture(scope="module")
def name(number):
    return f"module{number}"


@pytest.fixture(scope="module")
def commands(number):
    """The page's commands: until the release, and from what was collected on."""
    release, grade = instructors_page.parts("nbgrader")
    return [instructors_page.of_module(text, number) for text in (release, grade)]


@pytest.fixture(scope="module")
def course(commands, name, tmp_path_factory):
    """A course folder after `generate_assignment`."""
    place = tmp_path_factory.mktemp(name)
    tools = OtherPython(PYTHON, place)
    return tools, tools.shell(commands[0], place)


@pytest.fixture(scope="module")
def released(course, name):
    return course[1] / "release" / name / f"{name}.ipynb"


def points(item):
    return entries()[item].points


def test_the_release_keeps_the_starters_and_no_solution(released):
    notebook = nbformat.read(released, as_version=4)
    for item in items(notebook):
        source = starter_of(notebook, item).source
        assert source.startswith(entries()[item].starter.strip())
        assert "NotImplementedError" not in source
    assert list(leaks(text_of(released.name, released.read_bytes()), entries())) == []


def test_the_release_locks_each_test_and_only_that(released):
    notebook = nbformat.read(released, as_version=4)
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    asked = sorted([*guesses(notebook), *items(notebook)], key=bank.everything().index)
    assert sorted(cell.source.splitlines()[-1] for cell in graded) == sorted(
        f'cp.grade("{item}")' for item in asked
    )
    assert all(cell.metadata.editable is False for cell in graded)
    assert sum(cell.metadata.nbgrader.points for cell in graded) == sum(map(points, asked))


def hand_in(folder, student, notebook, name):
    place = folder / "submitted" / student / name
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{name}.ipynb")


def copied(notebook, item):
    """The answer and its test, copied below by somebody who tried something else there."""
    group = [cell for cell in notebook.cells if cell.id.startswith(item.replace(".", "-"))]
    more = [copy.deepcopy(cell) for cell in group if not cell.id.endswith("-help")]
    for cell in more:
        cell.id = f"{cell.id}-copy"
    at = notebook.cells.index(group[-1]) + 1
    notebook.cells[at:at] = more
    return notebook


def without(notebook, *ids):
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ids]
    return notebook


def handed_in(released, number):
    """Five submissions by name."""
    notebook = nbformat.read(released, as_version=4)
    told = {item: guessed(item) for item in guesses(notebook)}
    sure = SURE[number]
    all_right = {item: right(item) for item in items(notebook)} | told
    sure_right = {item: right(item) for item in sure} | told
    all_wrong = {item: wrong(item) for item in sure}
    first, second, third = sure
    return {
        "right": submission(released, all_right),
        "half": submission(released, {**all_wrong, first: right(first)}),
        "wrong": submission(released, all_wrong),
        # The test cell comes back; the cell that imports `cp` does not, and nothing needs it.
        "deleted": without(
            submission(released, sure_right),
            f"{second.replace('.', '-')}-test",
            import_cell(released),
        ),
        "copied": copied(submission(released, {**sure_right, third: wrong(third)}), first),
    }


@pytest.fixture(scope="module")
def grades(course, commands, released, number, name):
    """The exported grades by student, after autograding five submissions."""
    tools, folder = course
    for student, notebook in handed_in(released, number).items():
        hand_in(folder, student, notebook, name)
    tools.shell(commands[1], folder)
    rows = list(csv.DictReader((folder / "grades.csv").read_text().splitlines()))
    return {row["student_id"]: float(row["score"]) for row in rows}


def import_cell(released):
    notebook = nbformat.read(released, as_version=4)
    return next(c.id for c in notebook.cells if c.source.startswith("from devicelab import cp\n"))


def test_the_exported_grades_are_what_the_answers_are_worth(grades, released, number):
    notebook = nbformat.read(released, as_version=4)
    first, _, third = SURE[number]
    told = guesses(notebook)
    sure = sum(map(points, (*SURE[number], *told)))
    assert grades == {
        "right": sum(map(points, (*items(notebook), *told))),
        "half": points(first),
        "wrong": 0,
        "deleted": sure,
        "copied": sure - points(third),
    }


def test_no_test_cell_wrote_to_stderr(course, grades, name):
    found = sorted((course[1] / "autograded").glob(f"*/{name}/{name}.ipynb"))
    assert len(found) == 5
    for path in found:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                assert [o for o in cell.outputs if o.get("name") == "stderr"] == [], path
