"""Every verb in a real kernel, and notebooks whose cells were copied, moved or deleted."""

from __future__ import annotations

import re

import pytest
from live_kernel import ROOT

MIME = "application/vnd.devicelab.verdict+json"
START = "from devicelab import cp\nimport torch"
WRONG = (
    'def pick_device():\n    return torch.device("cuda" if torch.cuda.is_available() else "cpu")'
)
RIGHT = 'def pick_device():\n    if torch.accelerator.is_available():\n        return torch.accelerator.current_accelerator()\n    return torch.device("cpu")'
CHECK = 'cp.check("m1.q1")'


@pytest.fixture
def kernel_env(kernel_env, home):
    return {**kernel_env, "DEVICELAB_HOME": str(home), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def run(kernel):
    """`run(cell, …)`: the outcomes of the checks among these cells; each cell shows only displays."""

    def cells(*sources):
        outcomes = []
        for source in sources:
            ran = kernel.run(source)
            assert ran.reply["status"] == "ok", ran.reply
            assert ran.of("stream") == ran.of("execute_result") == []
            shown = [d["data"] for d in ran.of("display_data")]
            outcomes += [d[MIME]["outcome"] for d in shown if MIME in d]
        return outcomes

    return cells


def test_cells_copied_moved_and_deleted(run, kernel, receipts):
    # The check stands before the answer: nothing is attempted, nothing counted.
    assert run(START, CHECK, WRONG, CHECK) == ["unattempted", "failed"]
    # A copied check, and a copied answer that was mended: the last definition counts.
    assert run(CHECK, RIGHT, CHECK) == ["failed", "passed"]
    # The wrong copy runs once more below: what was done stays done.
    assert run(WRONG, CHECK) == ["failed"]
    assert [r["attempt"] for r in receipts()] == [1, 2, 3, 4]
    progress = kernel.run("cp.progress()").of("display_data")[0]["data"]["text/plain"]
    assert re.search(r"m1\.q1 +Pick the device +✓ passed +4 attempts", progress)
    # The cell with the answer is deleted; its name is still there until a restart.
    assert run(RIGHT, CHECK, "del pick_device", CHECK) == ["passed", "unattempted"]
    # Two checks in one cell, and one in a loop.
    assert run(f"{RIGHT}\n{CHECK}; {CHECK}\nfor _ in range(2): {CHECK}") == ["passed"] * 4


def test_a_deleted_first_cell_is_pythons_own_error_and_no_attempt(kernel, receipts):
    assert kernel.run(CHECK).reply["ename"] == "NameError"
    assert receipts() == []


def test_every_verb_shows_one_display_and_nothing_else(kernel, home):
    kernel.run(f"{START}\n{WRONG}")
    for call in (
        'cp.counterexample("m1.q1")',
        'cp.hint("m1.q1", 2)',
        'cp.solution("m1.q1")',
        'cp.note("m1", "mine")',
        'cp.learner("blue heron")',
        'cp.check("m1.q1")',
        f'cp.export("{home.parent / "mine.zip"}")',
        "cp.progress()",
        'cp.predict("m1.p1")',
        'cp.explain("MPS backend out of memory")',
        "cp.doctor()",
    ):
        ran = kernel.run(call)
        assert ran.reply["status"] == "ok", ran.reply
        assert (ran.of("stream"), ran.of("execute_result")) == ([], []), call
        (display,) = ran.of("display_data")
        assert {"text/plain", "text/html"} <= set(display["data"]), call
    assert (home.parent / "mine.zip").is_file()
    here = kernel.run("with counterexample:\n    print(pick_device(), counterexample)")
    assert here.stdout == "cpu <On a Mac>\n"


def test_a_grade_that_fails_is_the_only_error(kernel):
    kernel.run(f"{START}\n{WRONG}")
    reply = kernel.run('cp.grade("m1.q1")').reply
    assert (reply["status"], reply["ename"]) == ("error", "CheckpointFailed")
    kernel.run('import os; os.environ["NBGRADER_EXECUTION"] = "autograde"')
    assert kernel.run(CHECK).reply["ename"] == "CheckpointFailed"
    assert kernel.run(f"{RIGHT}\n{CHECK}").reply["status"] == "ok"
