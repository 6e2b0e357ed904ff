"""What tests of the rehearsal process share."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from cells import Cells

from devicelab.proof.rehearsal import fake_device


def _has_fake_device():
    try:
        fake_device.check_available()
    except fake_device.Unavailable:
        return False
    return True


needs_fake_device = pytest.mark.skipif(
    not _has_fake_device(), reason="this torch can't make the fake device"
)


def answer(source):
    """An answer as a learner's cell would define it."""
    cells = Cells()
    cells.run("import torch\nfrom torch import nn\n" + source)
    return {"answer": cells["answer"]}


def is_there(pid):
    """Whether a process runs; one that ended and that nobody has waited for does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def until(condition, seconds=60):
    """Wait for a condition."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)
