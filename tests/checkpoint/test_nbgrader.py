"""nbgrader grades a notebook of one exercise: right is full, wrong is none, warnings cost nothing.

`make test-matrix` makes the environment and names its Python in ``DEVICELAB_TEST_BATCH_PYTHON``.
"""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import nbformat
import pytest

PYTHON = os.environ.get("DEVICELAB_TEST_BATCH_PYTHON")
pytestmark = pytest.mark.skipif(PYTHON is None, reason="make test-matrix runs this")

RIGHT = """\
def overall(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError("no share")
    return 1 / (1 - fraction + fraction / speedup)

def required_fraction(overall, speedup):
    share = (1 - 1 / overall) / (1 - 1 / speedup)
    if not 0 <= share <= 1 + 1e-9:
        raise ValueError("no share")
    return share
"""
WRONG = "def overall(s, f): return s * f\ndef required_fraction(o, s): return 0.5\n"
# What PyTorch does on a Mac, by Python's warnings and from its native code.
FALLBACK = (
    "The operator 'aten::x' is not currently supported on the MPS backend and will fall back to run"
    " on the CPU."
)
WARNS = RIGHT.replace(
    "    if not 0 <= fraction <= 1:",
    f"    import os, sys, warnings\n    warnings.warn({FALLBACK!r})\n"
    f"    os.write(2, b'[W MPSFallback.mm:13]'); print('x', file=sys.stderr)\n"
    "    if not 0 <= fraction <= 1:",
)
RAISES = "def overall(s, f): raise KeyError\ndef required_fraction(o, s): return 0.5\n"
STUDENTS = {"right": RIGHT, "wrong": WRONG, "warns": WARNS, "raises": RAISES, "nothing": ""}
POINTS = 3.0


def _cell(source, name, *, locked):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": locked,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": not locked,
        "task": False,
        **({"points": POINTS} if locked else {}),
    }
    return cell


def _notebook(path, answer):
    cells = [
        nbformat.v4.new_code_cell("from devicelab import cp"),
        _cell(answer, "m1-q6-answer", locked=False),
        _cell('cp.check("m1.q6")', "m1-q6", locked=True),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.parent.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that was generated and graded; what nbgrader said is in `said`."""
    course = tmp_path_factory.mktemp("course")
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    path = f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, **{n: str(course / n.lower()) for n in names}}
    env.pop("DEVICELAB_HOME", None)
    _notebook(
        course / "source" / "ps1" / "lesson.ipynb", f"### BEGIN SOLUTION\n{RIGHT}### END SOLUTION"
    )
    for student, answer in STUDENTS.items():
        _notebook(course / "submitted" / student / "ps1" / "lesson.ipynb", answer)
    for words in (["generate_assignment", "ps1"], ["autograde", "ps1"], ["export"]):
        done = subprocess.run(
            [PYTHON, "-m", "nbgrader", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=course,
            env=env,
        )
        assert done.returncode == 0, done.stderr
    return course


def test_right_is_full_wrong_is_none_and_warnings_cost_nothing(course):
    with (course / "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {
        "right": POINTS,
        "warns": POINTS,
        "wrong": 0.0,
        "raises": 0.0,
        "nothing": 0.0,
    }


def test_nothing_is_on_stderr(course):
    for student in STUDENTS:
        graded = nbformat.read(course / "autograded" / student / "ps1" / "lesson.ipynb", 4)
        outputs = [output for cell in graded.cells for output in cell.get("outputs", [])]
        assert [o for o in outputs if o.get("name") == "stderr"] == []
        shown = [o for o in outputs if o.output_type == "display_data"]
        assert len(shown) == 1, student
