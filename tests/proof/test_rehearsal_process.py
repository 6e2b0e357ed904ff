"""The rehearsal process: what it survives, and that none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from rehearsals import answer, is_there, until  # noqa: E402

from devicelab.proof import rehearsal  # noqa: E402
from devicelab.proof.rehearsal import NotRehearsed, RaisedThere, host, rehearse  # noqa: E402

SUPPORT = str(Path(__file__).parents[1] / "support")


@pytest.fixture(scope="module", autouse=True)
def ended():
    rehearsal.warm()
    yield
    rehearsal.stop()


@pytest.mark.parametrize(
    "ends",
    [
        "import os\n    os._exit(3)",
        "import os\n    os.kill(os.getpid(), 11)",
        "import ctypes\n    ctypes.string_at(0)",
    ],
)
def test_a_death_gives_a_sentence_and_the_next_job_runs(ends):
    with pytest.raises(NotRehearsed, match="died while it ran your code"):
        rehearse(drivers.value, answer(f"def answer():\n    {ends}\n"), {})
    assert rehearse(drivers.value, answer("def answer():\n    return 1\n"), {}) == {"value": 1}


def test_sys_exit_is_what_the_answer_raised():
    with pytest.raises(RaisedThere) as raised:
        rehearse(drivers.value, answer("import sys\ndef answer():\n    sys.exit(3)\n"), {})
    assert type(raised.value).__name__ == "SystemExit"


def test_a_time_out_gives_a_sentence_and_ends_all_that_was_started(tmp_path):
    source = """\
import subprocess, sys
def answer():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    open(FILE, "w").write(str(child.pid))
    while True:
        pass
"""
    file, own = tmp_path / "child", tmp_path / "own"
    process = host._process()
    with pytest.raises(NotRehearsed, match="longer than 3 s"):
        rehearse(
            drivers.with_pid,
            answer(f"FILE = {str(file)!r}\n{source}"),
            {"file": str(own)},
            limit=3.0,
        )
    until(lambda: not is_there(int(file.read_text())))
    assert not is_there(int(own.read_text()))
    assert host._process() is process  # the warm one is still there


def test_what_never_lets_python_run_ends_too_and_by_itself(tmp_path):
    # Even with the warm process gone: a thread of C's ends the fork after its limit.
    source = "import ctypes\ndef answer():\n    ctypes.PyDLL(None).sleep(1000)\n"
    own, said = tmp_path / "own", []

    def ask():
        try:
            rehearse(drivers.with_pid, answer(source), {"file": str(own)}, limit=1.0)
        except NotRehearsed as reason:
            said.append(str(reason))

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: own.exists() and own.read_text())
    os.kill(host._process().pid, signal.SIGKILL)
    thread.join(60)
    assert said == ["Not rehearsed: its process ended."]
    until(lambda: not is_there(int(own.read_text())))


def test_an_interrupt_ends_the_job(tmp_path):
    own = tmp_path / "own"
    timer = threading.Thread(
        target=lambda: (until(own.exists), os.kill(os.getpid(), signal.SIGINT)), daemon=True
    )
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        rehearse(
            drivers.with_pid, answer("def answer():\n    while True: pass\n"), {"file": str(own)}
        )
    timer.join()
    until(lambda: not is_there(int(own.read_text())))


KERNEL = """\
import sys, os
sys.path.insert(0, {support!r})
import stage_drivers, cells
from devicelab.proof import rehearsal
rehearsal.warm()
space = cells.Cells()
space.run("def answer():\\n    while True: pass\\n")
from devicelab.proof.rehearsal import host
print(host._process().pid, flush=True)
rehearsal.rehearse(stage_drivers.with_pid, {{"answer": space["answer"]}}, {{"file": {file!r}}}, limit=500.0)
"""


@pytest.mark.parametrize("while_it_runs", [True, False])
def test_no_process_is_left_when_the_kernel_is_killed(tmp_path, while_it_runs):
    own = tmp_path / "own"
    kernel = subprocess.Popen(
        [sys.executable, "-c", KERNEL.format(support=SUPPORT, file=str(own))],
        stdout=subprocess.PIPE,
        text=True,
    )
    warm = int(kernel.stdout.readline())
    if while_it_runs:
        until(lambda: own.exists() and own.read_text())
        folder = Path(f"/proc/{own.read_text()}/cwd").readlink()
        assert "devicelab-rehearsal" in folder.name
    kernel.kill()
    kernel.communicate()
    until(lambda: not is_there(warm))
    if while_it_runs:
        until(lambda: not is_there(int(own.read_text())))
        assert not folder.exists()


def test_without_fork_a_process_does_one_job():
    process = host.Process(forks=False)
    job = {
        "driver": "stage_drivers:surroundings",
        "answers": {"answer": ["same", None]},
        "parcel": {"objects": [], "spaces": [], "shared": []},
        "data": {},
        "stage": "simulated",
        "machine": "M2 Air 16 GB",
        "limit": 60.0,
    }
    assert process.ask(job)["findings"]["accelerator"] == "mps"
    until(lambda: not process.alive())
    with pytest.raises(host.Gone):
        process.ask(job)


def test_one_that_is_slow_to_start_goes_on_starting(monkeypatch):
    rehearsal.stop()
    right = answer("def answer():\n    return 1\n")
    with monkeypatch.context() as patch:
        patch.setattr(host, "START", 0.0)
        with pytest.raises(NotRehearsed, match="still starting; check again in a minute"):
            rehearse(drivers.value, right, {})
    process = host._process()
    assert rehearse(drivers.value, right, {}) == {"value": 1}
    assert host._process() is process


def test_a_process_that_cant_be_started_is_a_sentence(monkeypatch):
    rehearsal.stop()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    rehearsal.warm()
    with pytest.raises(NotRehearsed, match="no process could be started"):
        rehearse(drivers.value, answer("def answer():\n    return 1\n"), {})


DEBUGGED = """
import debugpy
debugpy.listen(("127.0.0.1", 0))
from pathlib import Path
from devicelab.proof.rehearsal import host
process = host.Process()
print(b"pydevd" in Path(f"/proc/{process.pid}/cmdline").read_bytes())
process.end()
"""


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads /proc")
def test_a_debugger_is_not_in_it():
    asked = [sys.executable, "-c", DEBUGGED]
    ran = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout == "False\n"
