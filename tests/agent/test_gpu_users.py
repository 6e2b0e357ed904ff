"""Who uses a Mac's GPU, as the helper tells it: shares are means, and what is none is not told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from recorded_mac import load, pretend

from devicelab.agent import outside

KERNEL = 7


class PretendedMac:
    """A Mac whose clock and whose processes' time on the GPU are set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self._fixture = load("m4")
        pretend(monkeypatch, self._fixture)
        monkeypatch.setattr(outside, "_MAC", True)
        monkeypatch.setattr(outside, "time", SimpleNamespace(monotonic=lambda: self.now))

    def have(self, times: dict[int, float]) -> None:
        """Seconds that each process has had on the GPU by now."""
        self._fixture["ioreg"]["AGXDeviceUserClient"] = [
            {
                "IOUserClientCreator": f"pid {pid}, program {pid}",
                "AppUsage": [{"accumulatedGPUTime": int(seconds * 1e9)}],
            }
            for pid, seconds in times.items()
        ]


@pytest.fixture
def a_mac(monkeypatch):
    return PretendedMac(monkeypatch)


def of_the_gpu(reading):
    """Its use, not its memory."""
    told = ("gpu_use", "gpu_own", "gpu_others")
    return {key: reading[key] for key in told if key in reading}


def test_the_first_reading_is_a_mean_since_the_helper_began(a_mac):
    a_mac.have({KERNEL: 1, 8: 5})
    reader = outside.Reader(KERNEL, None)
    a_mac.now += 2
    a_mac.have({KERNEL: 2, 8: 5.5})
    assert of_the_gpu(reader.read()) == {
        "gpu_use": pytest.approx(0.75),
        "gpu_own": pytest.approx(0.5),
        "gpu_others": [{"pid": 8, "name": "program 8", "share": pytest.approx(0.25)}],
    }


def test_the_five_that_use_it_most_are_told_most_first(a_mac):
    a_mac.have(dict.fromkeys(range(10, 18), 1))
    reader = outside.Reader(KERNEL, None)
    a_mac.now += 10
    a_mac.have({pid: 1 + (pid * 5) % 8 / 10 for pid in range(10, 18)})
    told = reader.read()["gpu_others"]
    assert [user["share"] for user in told] == pytest.approx([0.07, 0.06, 0.05, 0.04, 0.03])


def test_a_cell_that_ends_right_after_a_reading_keeps_its_mean(a_mac):
    a_mac.have({KERNEL: 1})
    reader = outside.Reader(KERNEL, None)
    a_mac.now += 2
    a_mac.have({KERNEL: 2})
    before = of_the_gpu(reader.read())
    a_mac.now += 0.05
    a_mac.have({KERNEL: 2.05})
    assert of_the_gpu(reader.read(ended=True)) == before


def test_without_times_of_processes_the_use_of_a_moment_is_not_told_as_a_mean(a_mac):
    # The M4 says `Device Utilization %` of this moment.
    reader = outside.Reader(KERNEL, None)
    for _ in range(3):
        a_mac.now += 2
        assert of_the_gpu(reader.read()) == {}


def test_a_cell_over_before_a_mean_could_begin_tells_none(a_mac):
    a_mac.have({KERNEL: 1})
    reader = outside.Reader(KERNEL, None)
    a_mac.now += 0.3
    a_mac.have({KERNEL: 1.3})
    assert of_the_gpu(reader.read(ended=True)) == {}
