"""The helper where something is in its way: nothing is reported, and readings go on."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from live_kernel import SPIN

from devicelab import agent
from devicelab.agent import helper

pytestmark = pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="no posix_spawn here")
linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads /proc")
# However slow this machine is.
PATIENCE = 60


@pytest.fixture
def made(monkeypatch):
    monkeypatch.setattr(helper, "LAST_WITHIN", PATIENCE)
    made = helper.Helper()
    yield made
    made.close()


def is_gone(pid):
    """Whether a child has ended and was waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_path_object_in_sys_path_is_left_out(made, monkeypatch):
    monkeypatch.setattr(sys, "path", [Path(".."), 7, *sys.path])
    made.start(None)
    assert made.last()["footprint"] > 1 << 20


def test_what_can_not_be_told_to_it_is_no_fault(made, monkeypatch):
    monkeypatch.setattr(sys, "executable", 7)
    made.start(None)
    assert made.read() is made.last() is None


def _own_python(code):
    words = [sys.executable, "-c", f"PATIENCE = {PATIENCE}\n{code}"]
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=300).stdout


FEW = """
import os, resource
from devicelab.agent import helper
def held():
    found = set()
    for end in range(64):
        try: found.add((end, os.fstat(end).st_ino))
        except OSError: pass
    return found
helper.Helper().close()
before = held()
for left in range(8):
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(before) + left, resource.RLIM_INFINITY))
    one = helper.Helper()
    one.start(None)
    one.read(), one.last(), one.close()
    print(held() == before, end=" ")
"""


@linux
def test_without_descriptors_to_be_had_there_is_none_and_none_stays_open():
    code = FEW.replace("resource.RLIM_INFINITY", "resource.getrlimit(resource.RLIMIT_NOFILE)[1]")
    assert _own_python(code) == "True " * 8


MANY = """
import os, resource
from devicelab.agent import helper
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2048) if hard > 0 else 2048, hard))
while os.open(os.devnull, os.O_RDONLY) < 1100: pass
helper.LAST_WITHIN = PATIENCE
one = helper.Helper()
one.start(None)
print(min(one._output, *one._input) > 1023, one.last()["footprint"] > 0)
one.close()
"""


@linux
def test_it_is_heard_above_the_thousandth_descriptor():
    assert _own_python(MANY) == "True True\n"


@linux
def test_a_cell_that_opens_all_the_files_it_may_goes_on_being_read(kernel):
    kernel.bootstrap()
    cell = (
        "import os, sys, pathlib, resource\n"
        "sys.path.insert(0, pathlib.Path('..'))\n"
        "few = (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, few)\n"
        + SPIN.format(seconds=1)
        + "\nheld = []\n"
        "try:\n"
        "    while True: held.append(os.open(os.devnull, os.O_RDONLY))\n"
        "except OSError as full: print(full.errno)\n" + SPIN.format(seconds=2)
    )
    ran = kernel.run(cell + "\nfor end in held: os.close(end)")
    assert ran.stdout == "24\n"
    phases = [sample["phase"] for sample in ran.samples]
    assert phases == ["running"] * (len(phases) - 1) + ["ended"]
    assert max(s["run"]["seconds"] for s in ran.samples[:-1]) > 2.3


def test_a_job_larger_than_the_pipe_is_handed_over_part_by_part(made, monkeypatch):
    # As the extension ships the agent, whose text comes near to what a pipe holds.
    large = "def install(text): return {'outside': outside}\nfrom devicelab.agent import outside"
    monkeypatch.setattr(agent, "PROGRAM", large + "\n#" + "x" * 300_000, raising=False)
    made.start(None)
    assert made._unsent
    while made._unsent:
        assert made.read() is None
    assert made.last()["footprint"] > 1 << 20


def _deaf(folder):
    """A program in place of Python that neither reads nor ends."""
    program = folder / "deaf"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o700)
    return str(program)


def test_one_that_does_not_end_is_ended(made, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", _deaf(tmp_path))
    monkeypatch.setattr(helper, "LAST_WITHIN", 0)
    made.start(None)
    process = made._process
    assert made.last() is None
    made.close()
    assert is_gone(process)


DIED = """
import os, signal
from devicelab.agent import helper
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
one = helper.Helper()
one.start(None)
os.kill(one._process, signal.SIGKILL)
os.waitid(os.P_PID, one._process, os.WEXITED | os.WNOWAIT)
print(one.read(), one.last())
one.close()
"""


@linux
def test_one_that_has_died_ends_no_kernel_that_takes_sigpipe():
    assert _own_python(DIED) == "None None\n"


def _fork_that_waits_for(held, let_go):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        os.close(let_go)
        os.read(held, 1)
        os._exit(0)
    return child


def test_it_ends_beside_a_forked_child_that_lives_on(made, monkeypatch):
    # So long that whoever waits for the child's end, waits for ever.
    monkeypatch.setattr(helper, "GONE_WITHIN", PATIENCE)
    held, let_go = os.pipe()
    made.start(None)
    process = made._process
    child = _fork_that_waits_for(held, let_go)
    try:
        assert made.last()["footprint"] > 1 << 20
        made.close()
        assert is_gone(process)
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
    finally:
        os.close(let_go)
        os.close(held)
        os.waitpid(child, 0)


FORK = """
import os, sys, time, warnings
agents = sys.modules['_devicelab_agent.helper']
agents.LAST_WITHIN = agents.GONE_WITHIN = 50
warnings.simplefilter('ignore')
def children():
    tasks = ['/proc/self/task/%s/children' % task for task in os.listdir('/proc/self/task')]
    return [int(pid) for path in tasks if os.path.exists(path) for pid in open(path).read().split()]
held, let_go = os.pipe()
while not children(): time.sleep(0.01)
(helper,) = children()
child = os.fork()
if child == 0:
    os.close(let_go)
    os.read(held, 1)
    os._exit(0)
"""
AFTERWARDS = """
until = time.monotonic() + 50
while helper in children() and time.monotonic() < until: time.sleep(0.01)
print(children() == [child], os.waitpid(child, os.WNOHANG))
os.close(let_go), os.waitpid(child, 0)
"""


@linux
def test_the_last_reading_comes_beside_a_forked_child_that_lives_on(kernel):
    kernel.bootstrap()
    assert kernel.run(FORK).samples[-1]["phase"] == "ended"
    again = kernel.next_sample()
    assert again["phase"] == "ended"
    assert again["host"]["footprint"] > 1 << 20
    assert kernel.run(AFTERWARDS).stdout == "True (0, 0)\n"
