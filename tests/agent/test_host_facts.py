"""What the agent says of the machine."""

from __future__ import annotations

import getpass
import json
import socket
from pathlib import Path

import pytest
import recorded_mac

from devicelab.agent import host, procfs, report, schedule, sysctl
from devicelab.agent.text import clip


@pytest.fixture
def mac(monkeypatch):
    """The agent on an Apple-silicon Mac without psutil."""
    recorded_mac.pretend(monkeypatch, recorded_mac.load("m3-pro"))
    return monkeypatch


def test_a_mac(mac, validate):
    found = report()
    validate("report", found)
    assert found["os"] == {"system": "Darwin", "label": "macOS 26.1", "version": "26.1"}
    assert found["chip"]["name"] == "Apple M3 Pro"
    assert found["chip"]["cores"] == [
        {"name": "Performance", "count": 6},
        {"name": "Efficiency", "count": 6},
    ]
    assert found["memory_total"] == 36 * 2**30


def test_what_a_mac_does_not_tell_is_null(mac, validate):
    mac.setattr(sysctl, "raw", lambda name: None)
    found = report()
    validate("report", found)
    assert found["chip"]["name"] is None
    assert found["chip"]["cores"] == []
    assert found["memory_total"] is None
    assert host.resident() is None
    assert host.memory_available() is None


def test_psutil_and_proc_agree_on_this_machine(monkeypatch):
    psutil = pytest.importorskip("psutil")
    assert host.memory_total() == psutil.virtual_memory().total
    by_proc = host.resident()
    monkeypatch.setattr(procfs, "_STATM", procfs.ProcFile("/nowhere"))
    monkeypatch.setattr(procfs, "_MEMINFO", procfs.ProcFile("/nowhere"))
    assert host.memory_total() == psutil.virtual_memory().total
    assert host.resident() == pytest.approx(by_proc, rel=0.05)


def test_no_name_of_person_or_machine_is_reported():
    told = json.dumps(report())
    for private in (socket.gethostname(), str(Path.cwd()), str(Path.home())):
        assert private not in told
    if len(getpass.getuser()) > 4:
        assert getpass.getuser() not in told


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        ("plain", "plain"),
        ("tab\tline\n", "tab line "),
        ("\ud800", " "),
        (7, "7"),
        ("x" * 99, "x" * 50),
    ],
)
def test_clip(value, clean):
    assert clip(value, 50) == clean


def test_long_cells_are_told_of_less_often():
    assert [schedule.period(s) for s in (0, 29.9, 30, 299, 300, 9e4)] == [0.5, 0.5, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"rss": 100}, {"rss": 104}, False),
        ({"rss": 100}, {"rss": 106}, True),
        ({"rss": 100}, {"rss": 90}, True),
        ({"allocated": None}, {"allocated": 9}, False),
        ({"allocated": 0}, {"allocated": 9}, True),
        ({}, {"rss": 1}, False),
    ],
)
def test_a_jump_is_told_at_once(before, now, told):
    assert schedule.jumped(before, now) is told
