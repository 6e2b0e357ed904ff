"""The limit of a container stands in for the machine's memory."""

from __future__ import annotations

import pytest

from devicelab.agent import cgroup, memory

GIB = 2**30


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """`groups(own, {folder: limit})`: the control groups of a process in the group `own`."""
    monkeypatch.setattr(cgroup, "ROOT", str(tmp_path))
    real = cgroup._first_line

    def make(own, limits):
        for folder, limit in limits.items():
            place = tmp_path / folder
            place.mkdir(parents=True, exist_ok=True)
            (place / "memory.max").write_text(f"{limit}\n")
            (place / "memory.current").write_text(f"{GIB}\n")
        monkeypatch.setattr(
            cgroup, "_first_line", lambda path: own if path == "/proc/self/cgroup" else real(path)
        )

    return make


def test_the_tightest_group_above_the_process_counts(groups, tmp_path):
    groups("0::/a/b", {"": "max", "a": 4 * GIB, "a/b": 8 * GIB})
    assert cgroup.tightest() == (4 * GIB, str(tmp_path / "a"))


@pytest.mark.parametrize("own", ["0::/", "0::/../../x", "", "7:memory:/docker/x"])
def test_a_container_that_sees_only_its_own_group(groups, own):
    groups(own, {"": 2 * GIB})
    assert cgroup.tightest()[0] == 2 * GIB


@pytest.mark.parametrize("limit", ["max", "", "-1", "lots", str(2**63 - 4096)])
def test_no_limit_is_none(groups, limit):
    groups("0::/", {"": limit})
    assert cgroup.tightest() is None
    assert cgroup.Allowance().left() is None


def test_a_reading_holds_to_the_limit(groups):
    groups("0::/", {"": 2 * GIB})
    reading = memory.MemoryReader().read()
    assert reading["system_total"] == 2 * GIB
    assert reading["system_available"] == GIB
