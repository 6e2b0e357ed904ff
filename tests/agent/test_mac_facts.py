"""How what is dear to learn about a Mac comes into a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest
from live_kernel import SPIN
from recorded_mac import load, pretend

from devicelab.agent import backends, commands, graphics, machine, report

# What stands before the helper's program: the child takes itself for a Mac whose programs answer so.
MAC = """
import ctypes, json, platform, subprocess, types
answers = json.loads({answers!r})
platform.system = lambda: "Darwin"
ctypes.CDLL = lambda *_, **__: types.SimpleNamespace(sysctlbyname=lambda *_: 1)
def run(words, **_):
    with open({asked!r}, "a") as file:
        print(*words, file=file)
    return types.SimpleNamespace(returncode=0, stdout=answers.get(" ".join(words), "").encode())
subprocess.run = run
"""


def answers(fixture):
    return {
        "/usr/sbin/system_profiler SPDisplaysDataType -json": json.dumps(
            fixture["system_profiler"]
        ),
        "/usr/bin/pmset -g": " lowpowermode         1\n",
        "/usr/bin/pmset -g therm": "\tCPU_Speed_Limit \t= 54\n",
    }


@pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="no posix_spawn here")
def test_what_the_helper_learns_reaches_the_page_by_itself(kernel, tmp_path, validate):
    kernel.bootstrap()
    asked = tmp_path / "asked"
    before = MAC.format(answers=json.dumps(answers(load("m4"))), asked=str(asked))
    kernel.run(
        "import sys\n"
        "helper = sys.modules['_devicelab_agent.helper']\n"
        f"helper._SHIPPED = {before!r} + helper._SHIPPED"
    )
    ran = kernel.run(SPIN.format(seconds=4.5))
    (told,) = ran.broadcasts("report")
    validate("report", told)
    host = {name: told["host"][name] for name in ("gpu_cores", "metal", "low_power", "thermal")}
    assert host == {
        "gpu_cores": 10,
        "metal": "Metal 3",
        "low_power": True,
        "thermal": "throttled",
    }
    # The helper of the next long cell is told what is known of the GPU.
    kernel.run(
        "import time\nt = time.monotonic()\n"
        f"while open({str(asked)!r}).read().count('pmset') < 4 and time.monotonic() - t < 50: pass"
    )
    programs = [line.split()[0].rsplit("/")[-1] for line in asked.read_text().splitlines()]
    assert programs.count("system_profiler") == 1
    assert programs.count("pmset") == 4


@pytest.fixture
def asked(monkeypatch):
    """The programs that a recorded M4 was asked for, as they are asked."""
    pretend(monkeypatch, load("m4"))
    answer, words_ = commands.answer, []

    def noted(*words):
        words_.append(words[0].rsplit("/", 1)[-1])
        return answer(*words)

    monkeypatch.setattr(commands, "answer", noted)
    return words_


def test_the_gpu_is_asked_for_once_and_power_and_heat_each_time(asked):
    graphics.look()
    graphics.look()
    assert asked == ["system_profiler", "pmset", "pmset", "pmset", "pmset"]
    assert report()["host"]["gpu_cores"] == 10


def test_who_reads_beside_the_kernel_is_told_what_is_known(asked):
    machine.learn(graphics.facts({}))
    handed_over = json.loads(json.dumps(machine.learnt()))
    del asked[:]
    assert "metal" not in graphics.facts(handed_over)
    assert "system_profiler" not in asked


def test_a_gpu_that_could_not_be_read_is_asked_for_again(asked, monkeypatch):
    displays = commands.displays
    monkeypatch.setattr(commands, "displays", list)
    graphics.look()
    assert machine.learnt() == {}
    monkeypatch.setattr(commands, "displays", displays)
    graphics.look()
    assert machine.learnt() == {"gpu_cores": 10, "metal": "Metal 3"}


def test_only_what_is_new_makes_another_report(asked):
    seen = backends.fingerprint()
    graphics.look()
    learnt = backends.fingerprint()
    assert learnt != seen
    graphics.look()
    assert backends.fingerprint() == learnt


def test_a_program_that_hangs_does_not_hold_who_asked(asked, monkeypatch):
    free, done = threading.Event(), threading.Event()

    def hanging():
        free.wait(30)
        done.set()
        return []

    monkeypatch.setattr(commands, "displays", hanging)
    graphics.look(0.01)
    assert not done.is_set()
    free.set()
    assert done.wait(30)


@pytest.mark.skipif(sys.platform == "win32", reason="no posix_spawn there")
def test_programs_are_started_without_a_fork(monkeypatch):
    spawned, spawn = [], os.posix_spawn

    def noted(path, *rest, **options):
        spawned.append(path)
        return spawn(path, *rest, **options)

    monkeypatch.setattr(subprocess.os, "posix_spawn", noted)
    monkeypatch.setattr(subprocess, "_USE_POSIX_SPAWN", True)
    assert commands.answer("/bin/echo", "a Mac") == b"a Mac\n"
    assert spawned == ["/bin/echo"]
