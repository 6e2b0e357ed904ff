"""otter-grader itself: `otter generate` on the export, then `otter run` on three submissions.

`make test-delivery` makes its environment and names its Python in ``DEVICELAB_TEST_OTTER_PYTHON``.
"""

from __future__ import annotations

import json
import os

import instructors_page
import nbformat
import pytest
from other_python import OtherPython
from submissions import MODULES, SURE, guessed, guesses, items, right, submission, wrong

from devicelab.delivery.bank import entries

PYTHON = os.environ.get("DEVICELAB_TEST_OTTER_PYTHON")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-delivery runs this")


@pytest.fixture(scope="module", params=MODULES)
def number(request):
    return request.param


@pytest.fixture(scope="module")
def commands(number):
    """The page's commands: until the zip, and for one notebook that was handed in."""
    make, grade = instructors_page.parts("otter and Gradescope")
    return [instructors_page.of_module(text, number) for text in (make, grade)]


@pytest.fixture(scope="module")
def handed_out(number, commands, tmp_path_factory):
    """The tools, the folder in which they are used, and the notebook that learners get."""
    place = tmp_path_factory.mktemp("otter")
    tools = OtherPython(PYTHON, place)
    grader = tools.shell(commands[0], place)
    return tools, grader, grader.parent / "student" / f"module{number}.ipynb"


def answers(notebook, number):
    """What three learners wrote, by name."""
    told = {item: guessed(item) for item in guesses(notebook)}
    first, *others = SURE[number]
    return {
        "right": {item: right(item) for item in items(notebook)} | told,
        "half": {first: right(first)} | {item: wrong(item) for item in others},
        "untouched": {},
    }


@pytest.fixture(scope="module")
def results(handed_out, commands, number):
    """What Gradescope would read of three submissions, by name; the items, and the guesses."""
    tools, grader, given = handed_out
    notebook = nbformat.read(given, as_version=4)
    found = {}
    for name, filled_in in answers(notebook, number).items():
        place = grader / "handed-in" / name
        place.mkdir(parents=True)
        nbformat.write(submission(given, filled_in), place / given.name)
        tools.shell(commands[1].replace("NAME", name), grader)
        found[name] = json.loads((place / "results.json").read_text())
    return found, items(notebook), guesses(notebook)


def scores(result):
    return {test["name"]: test["score"] for test in result["tests"] if "score" in test}


def test_the_scores_are_what_the_answers_are_worth(results, number):
    found, asked, told = results
    points = {item.replace(".", "_"): entries()[item].points for item in (*asked, *told)}
    first = SURE[number][0].replace(".", "_")
    assert scores(found["right"]) == points
    assert scores(found["half"]) == {**dict.fromkeys(points, 0), first: points[first]}
    assert scores(found["untouched"]) == dict.fromkeys(points, 0)


def test_the_results_are_what_gradescope_reads(results, number):
    found, _, _ = results
    for test in found["half"]["tests"]:
        assert set(test) <= {"name", "score", "max_score", "visibility", "output", "status"}
        assert test["visibility"] == "visible"
    told = {test["name"]: test["output"] for test in found["half"]["tests"]}
    failed = told[SURE[number][1].replace(".", "_")]
    assert "not yet" in failed
    assert "Try" in failed
