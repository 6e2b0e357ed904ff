"""Programs that run notebooks without a page (case 26), in an environment of their own.

`make test-matrix` makes that environment and names its Python in
``DEVICELAB_TEST_BATCH_PYTHON``.
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

LOOK = """\
import threading, time
import devicelab, devicelab.agent
from devicelab import cp
callbacks = len(get_ipython().events.callbacks["pre_run_cell"])
time.sleep(1)
assert "devicelab" not in [t.name for t in threading.enumerate()]
"""
# What a kernel has without us is counted before we come in.
BEFORE = 'before = len(get_ipython().events.callbacks["pre_run_cell"])'
AFTER = "assert callbacks == before"


def _run(*words, **options):
    return subprocess.run(
        [PYTHON, "-m", *map(str, words)], capture_output=True, text=True, check=False, **options
    )


def _notebook(path, *cells):
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells), metadata=metadata), path)


def _cells():
    return [nbformat.v4.new_code_cell(source) for source in (BEFORE, LOOK, AFTER)]


@pytest.fixture
def jupyter_places(tmp_path):
    """Jupyter's and IPython's folders in a temporary place; the environment's programs first."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    path = f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, **{name: str(tmp_path / name.lower()) for name in names}}


def test_a5_26_papermill(tmp_path, jupyter_places):
    _notebook(tmp_path / "lesson.ipynb", *_cells())
    done = _run(
        "papermill",
        "lesson.ipynb",
        "done.ipynb",
        "--no-progress-bar",
        cwd=tmp_path,
        env=jupyter_places,
    )
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    assert [cell.outputs for cell in executed.cells] == [[], [], []]


def _graded(cell, name, *, locked):
    cell.metadata["nbgrader"] = {
        "grade": locked,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": not locked,
        "task": False,
        **({"points": 2} if locked else {}),
    }
    return cell


def test_a5_26_nbgrader_autograde_counts_no_stderr_of_ours(tmp_path, jupyter_places):
    course = tmp_path / "course"
    submitted = course / "submitted" / "ada" / "ps1"
    source = course / "source" / "ps1"
    for folder in (submitted, source):
        folder.mkdir(parents=True)
        before, look, after = _cells()
        answer, test = _graded(look, "answer", locked=False), _graded(after, "test", locked=True)
        _notebook(folder / "lesson.ipynb", before, answer, test)
    for verb in ("generate_assignment", "autograde", "export"):
        words = ["ps1"] if verb != "export" else []
        done = _run("nbgrader", verb, *words, cwd=course, env=jupyter_places)
        assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert float(row["score"]) == 2.0
    graded = nbformat.read(course / "autograded" / "ada" / "ps1" / "lesson.ipynb", as_version=4)
    assert [cell.outputs for cell in graded.cells] == [[], [], []]
