"""Notebooks run without a page (case 26): the package is imported, nothing of ours is seen or left."""

from __future__ import annotations

import subprocess
import sys

import nbclient
import nbformat
import pytest

LOOK = (
    "import devicelab, devicelab.agent, threading, time\n"
    "from devicelab import cp\n"
    "time.sleep(1)\n"
    "print([t.name for t in threading.enumerate()].count('devicelab'))\n"
    "print(len(get_ipython().events.callbacks['pre_run_cell']))"
)


def notebook(*sources):
    """A notebook of code cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def outputs(executed):
    """Everything that the cells have shown, as (kind, text)."""
    found = [output for cell in executed.cells for output in cell.outputs]
    return [(o.get("name", o.output_type), o.get("text", "")) for o in found]


@pytest.fixture
def usual_callbacks(kernel):
    """How many callbacks a kernel has without us."""
    return kernel.run("print(len(get_ipython().events.callbacks['pre_run_cell']))").stdout


def test_a5_26_nbclient(usual_callbacks, tmp_path):
    executed = nbclient.execute(notebook(LOOK), cwd=str(tmp_path))
    assert outputs(executed) == [("stdout", "0\n" + usual_callbacks)]


def test_a5_26_nbconvert(usual_callbacks, tmp_path):
    pytest.importorskip("nbconvert", reason="the environment of the tests has it")
    source = tmp_path / "lesson.ipynb"
    nbformat.write(notebook(LOOK), source)
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(source, as_version=4)
    assert outputs(executed) == [("stdout", "0\n" + usual_callbacks)]


def test_an_agent_that_was_started_by_hand_leaves_the_notebook_alone(tmp_path):
    start = "import devicelab.agent; report = devicelab.agent.start()"
    executed = nbclient.execute(
        notebook(start, "import time; time.sleep(1.5)", "1"), cwd=str(tmp_path)
    )
    assert outputs(executed) == [("execute_result", "")]
    assert "widgets" not in executed.metadata
