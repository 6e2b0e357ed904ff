"""The agent's report of a simulated machine."""

from __future__ import annotations

import os
import subprocess
import sys

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
