"""otter-grader itself: `otter generate` on the export, then `otter run` on three submissions.

`make test-delivery` makes its environment and names its Python in ``DEVICELAB_TEST_OTTER_PYTHON``.
"""

from __future__ import annotations

import json
import os

import nbformat
import pytest
from other_python import OtherPython
from submissions import SURE, guessed, guesses, items, right, submission, wrong

from devicelab.delivery.bank import entries

PYTHON = os.environ.get("DEVICELAB_TEST_OTTER_PYTHON")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-delivery runs this")
MODULE = "module1"
GENERATE = ["--tests-dir", "tests", "--requirements", "requirements.txt"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    place = tmp_path_factory.mktemp("otter")
    tools = OtherPython(PYTHON, place)
    tools.run("devicelab", "export", "otter", "course", "--modules", "1", cwd=place)
    autograder = place / "course" / MODULE / "autograder"
    config = ["--config", "otter_config.json", "--output-path", "autograder.zip"]
    tools.run("otter", "generate", *GENERATE, *config, cwd=autograder)
    return tools, place / "course" / MODULE


@pytest.fixture(scope="module")
def results(exported):
    """What Gradescope would read of three submissions, by name."""
    tools, folder = exported
    handed_out = folder / "student" / f"{MODULE}.ipynb"
    notebook = nbformat.read(handed_out, as_version=4)
    asked = items(notebook)
    told = {item: guessed(item) for item in guesses(notebook)}
    all_wrong = {item: wrong(item) for item in SURE}
    answers = {
        "right": {item: right(item) for item in asked} | told,
        "half": {**all_wrong, SURE[0]: right(SURE[0])},
        "untouched": {},
    }
    found = {}
    for name, given in answers.items():
        place = folder / name
        place.mkdir()
        nbformat.write(submission(handed_out, given), place / f"{MODULE}.ipynb")
        zipped = folder / "autograder" / "autograder.zip"
        tools.run("otter", "run", "-a", zipped, "-o", place, place / f"{MODULE}.ipynb", cwd=place)
        found[name] = json.loads((place / "results.json").read_text())
    return found, asked, list(told)


def scores(result):
    return {test["name"]: test["score"] for test in result["tests"] if "score" in test}


def test_the_scores_are_what_the_answers_are_worth(results):
    found, asked, told = results
    points = {item.replace(".", "_"): entries()[item].points for item in (*asked, *told)}
    first = SURE[0].replace(".", "_")
    assert scores(found["right"]) == points
    assert scores(found["half"]) == {**dict.fromkeys(points, 0), first: points[first]}
    assert scores(found["untouched"]) == dict.fromkeys(points, 0)


def test_the_results_are_what_gradescope_reads(results):
    found, _, _ = results
    for test in found["half"]["tests"]:
        assert set(test) <= {"name", "score", "max_score", "visibility", "output", "status"}
        assert test["visibility"] == "visible"
    told = {test["name"]: test["output"] for test in found["half"]["tests"]}
    failed = told[SURE[1].replace(".", "_")]
    assert "not yet" in failed
    assert "Try" in failed
