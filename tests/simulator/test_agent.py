"""The agent's report of a simulated machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import torch

from devicelab import agent


def test_the_report_is_the_simulated_machine_s_and_says_so(mac, validate):
    report = agent.report()
    validate("report", report)
    assert report["sim"] is True
    assert report["chip"]["name"] == "Apple M2 (simulated)"
    assert report["os"] == {"system": "Darwin", "label": "macOS 15.5", "version": "15.5"}
    assert report["host"]["translated"] is False
    assert (report["device"], report["memory_total"]) == ("mps", 16 * 2**30)
    mac.stop()
    assert agent.report()["sim"] is False


@pytest.mark.parametrize("release", ["2.6.0+cu124", "2.11.0+cu130", "2.13.0"])
def test_memory_is_told_whatever_the_release_of_torch(mac, release, monkeypatch):
    monkeypatch.setattr(torch, "__version__", release)
    reader = agent.memory.MemoryReader()
    assert reader.read()["allocated"] is None
    held = torch.ones(2**20, device="mps")
    assert reader.read()["allocated"] == held.nbytes
    del held
    assert reader.read()["allocated"] == 0


def test_who_asks_whether_torch_is_there_does_not_keep_the_simulation_from_starting():
    code = (
        "import devicelab, importlib.util, sys\n"
        "assert importlib.util.find_spec('torch') is not None\n"
        "import torch\n"
        "print(torch.ones(1, device='mps').device)"
    )
    env = {**os.environ, "DEVICELAB_SIMULATE": "M2 Air 16 GB"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout == "mps:0\n", done.stderr
