"""The helper beside the kernel: started late, read without waiting, gone with its pipe."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from live_kernel import SPIN

from devicelab.agent import helper, helper_line, outside

pytestmark = pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="no posix_spawn here")

CHILDREN = (
    "import os, pathlib\n"
    "me = os.getpid()\n"
    "print(pathlib.Path(f'/proc/{me}/task/{me}/children').read_text())"
)
linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads /proc")


def test_a_long_cell_brings_what_the_helper_read(kernel, validate):
    kernel.bootstrap()
    ran = kernel.run(SPIN.format(seconds=7))
    for sample in ran.samples:
        validate("sample", sample)
    told = [s["host"] for s in ran.samples if s["host"] is not None]
    assert told
    assert any(host["footprint"] for host in told)


@linux
def test_the_end_of_a_long_cell_is_told_again_with_the_footprint_then(kernel, validate):
    kernel.bootstrap()
    size = 256 << 20
    ran = kernel.run(SPIN.format(seconds=3.2) + f"\nkept = b'x' * {size}")
    end, again = ran.samples[-1], kernel.next_sample()
    validate("sample", again)
    assert again["phase"] == end["phase"] == "ended"
    assert (again["run"], again["mem"]) == (end["run"], end["mem"])
    before = [s["host"]["footprint"] or 0 for s in ran.samples if s["host"]]
    assert again["host"]["footprint"] > size > max(before, default=0)


@linux
def test_an_end_is_not_told_again_once_the_next_cell_has_begun(kernel):
    kernel.bootstrap()
    for seconds in (3.2, 1.2):
        kernel.client.execute(SPIN.format(seconds=seconds))
    heard = [kernel.next_sample()]
    while (heard[-1]["run"]["n"], heard[-1]["phase"]) != (2, "ended"):
        heard.append(kernel.next_sample())
    numbers = [sample["run"]["n"] for sample in heard]
    assert numbers == sorted(numbers)


@linux
def test_it_is_gone_when_the_cell_is_over(kernel):
    kernel.bootstrap()
    before = kernel.run(CHILDREN).stdout
    kernel.run(SPIN.format(seconds=3.5))
    assert kernel.run(CHILDREN).stdout == before


# Whether each process that the kernel has started is one that a debugger is in.
ENTERED = """
import pathlib
tasks = pathlib.Path("/proc/self/task").iterdir()
started = [number for task in tasks for number in (task / "children").read_text().split()]
print([b"pydevd" in pathlib.Path(f"/proc/{n}/cmdline").read_bytes() for n in started])
"""


@linux
def test_a_debugger_is_not_in_it(kernel):
    """It would hold it up for good where the kernel is ended at a breakpoint."""
    kernel.bootstrap()
    kernel.run("import debugpy\ndebugpy.listen(('127.0.0.1', 0))")
    ran = kernel.run(SPIN.format(seconds=3) + ENTERED)
    assert set(ast.literal_eval(ran.stdout)) == {False}


@linux
def test_a_short_cell_starts_none(kernel):
    kernel.bootstrap()
    ran = kernel.run(SPIN.format(seconds=1.2) + "\n" + CHILDREN)
    assert ran.stdout == kernel.run(CHILDREN).stdout


@linux
def test_an_interrupt_of_the_kernels_group_is_not_its_end(kernel):
    kernel.bootstrap()
    code = "import os, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    ran = kernel.run(
        code + SPIN.format(seconds=3) + "\nos.killpg(0, signal.SIGINT)\n" + SPIN.format(seconds=5)
    )
    times = [s["run"]["seconds"] for s in ran.samples if s["host"] is not None]
    assert max(times) > 3.5


def _run(pid=None):
    code = (
        "import sys; from devicelab.agent import outside; outside.main(int(sys.argv[1]), None, {})"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(pid or os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_it_prints_short_lines_and_ends_with_its_input():
    process = _run()
    line = process.stdout.readline()
    assert len(line) <= 300
    assert helper_line.reading(json.loads(line))["footprint"] > 1 << 20
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, b"")


def test_it_ends_when_nobody_reads():
    process = _run()
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=30) == 0
    process.stdin.close()
    process.stderr.close()


def test_a_process_that_is_gone_has_no_footprint():
    assert "footprint" not in outside.Reader(2**22 - 1, None).read()


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"7", b'{"facts": 3}', b"\xff\xfe", b"[" * 4000, b"[1, []]", b"9" * 5000]
    + [
        helper_line.of_reading({"gpu_others": []}).replace(b"[]", users)
        for users in (b"7", b"[7]", b"[[1, 2]]")
    ],
)
def test_a_line_that_is_no_reading_is_dropped(line):
    assert helper._reading(line) is None


GIB = 2**30
# What a Mac tells of its memory, in the longest words that there are for it.
OF_A_MAC = {
    "pressure": "critical",
    **dict.fromkeys(("swap_used", "compressed", "wired", "app", "cached", "footprint"), 99 * GIB),
    "gpu_use": 1 / 3,
    "gpu_own": 1 / 7,
}


def _users(count, name, pid):
    return [{"pid": pid + n, "name": name, "share": 0.9 - n / 10} for n in range(count)]


def test_a_line_has_room_for_five_users_of_a_mac():
    # macOS names a process by 16 bytes and counts to 99999.
    found = {**OF_A_MAC, "gpu_others": _users(5, "Google Chrome He", 90_000)}
    text = helper_line.of_reading(found)
    assert len(text) <= 300
    told = helper._reading(text)
    assert [(user["pid"], user["name"]) for user in told["gpu_others"]] == [
        (90_000 + n, "Google Chrome He") for n in range(5)
    ]
    assert told["gpu_others"][0]["share"] == pytest.approx(0.9)
    assert {**told, "gpu_use": 1 / 3, "gpu_own": 1 / 7, "gpu_others": []} == {
        **dict.fromkeys(helper_line.FIELDS),
        **OF_A_MAC,
        "gpu_others": [],
    }


@pytest.mark.parametrize("name", ["x" * 20, "\u753b" * 20])
def test_those_that_use_it_least_give_way_to_the_length_of_a_line(name):
    users = _users(8, name, 4_000_000)
    text = helper_line.of_reading({**OF_A_MAC, "gpu_others": users})
    assert len(text) <= 300
    told = helper._reading(text)["gpu_others"]
    assert 2 <= len(told) < 8
    assert [user["pid"] for user in told] == [user["pid"] for user in users[: len(told)]]
    assert {user["name"] for user in told} == {name}


def test_without_posix_spawn_there_is_none(monkeypatch):
    monkeypatch.delattr(os, "posix_spawn")
    made = helper.Helper()
    made.start(None)
    assert made.read() is None
    made.close()


def test_a_python_that_cannot_be_started_is_no_fault(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    made = helper.Helper()
    made.start(None)
    assert made.read() is None
    made.close()
