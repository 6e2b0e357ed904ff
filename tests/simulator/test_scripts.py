"""Training scripts that know nothing of the simulator give the CPU's numbers on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"


def output(script, **env):
    command = [sys.executable, "-m", "devicelab", "simulate", str(SCRIPTS / script)]
    if not env:
        command = [sys.executable, str(SCRIPTS / script)]
    done = subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("script", ["resnet.py", "gpt.py", "lstm.py", "gan.py"])
def test_loss_equals_the_cpu_s(script):
    device, *plain = output(script)
    simulated_device, *simulated = output(script, DEVICELAB_SIMULATE="M2 Air 16 GB")
    assert (device, simulated_device) == ("cpu", "mps")
    assert simulated == plain
