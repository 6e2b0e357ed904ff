"""A rehearsal from a real notebook kernel: names come from its cells, and nothing is left."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

HERE = torch.accelerator.is_available()
MIME = "application/vnd.devicelab.verdict+json"
pytestmark = pytest.mark.skipif(HERE, reason="asks what happens without an accelerator")

CELLS = [
    "from devicelab import cp\nimport torch",
    "def same(a, b):\n    return a.device == b.device and a.data_ptr() == b.data_ptr()\n",
    "class Asked:\n    def __init__(self, x):\n        self.x = None\n",
    "class Asked:\n    def __init__(self, x):\n        self.x = x\n    def of(self, y):\n        return not same(self.x, y)\n",
    "def makes_copy(x, *args, **kwargs):\n    return Asked(x).of(x.to(*args, **kwargs))\n",
]
UNFIT = "import threading\nlock = threading.Lock()\ndef makes_copy(x, *a, **k):\n    with lock:\n        return x.to(*a, **k) is not x\n"
PID = "from devicelab.proof.rehearsal import host; print(host._process().pid)"


def verdict(ran):
    (shown,) = ran.of("display_data")
    assert not [c for c in ran.of("stream") if c["name"] == "stderr"]
    return shown["data"][MIME]


def is_there(pid):
    return Path(f"/proc/{pid}").exists()


def test_answers_of_several_cells_and_one_that_cant_travel(kernel, validate):
    for cell in CELLS:
        assert kernel.run(cell).reply["status"] == "ok"
    found = verdict(kernel.run('cp.check("m1.q3")'))
    validate("verdict", found)
    assert (found["outcome"], found["sim"], found["rehearsed"]) == ("passed_cpu", True, True)

    kernel.run(UNFIT)
    found = verdict(kernel.run('cp.check("m1.q3")'))
    assert (found["outcome"], found["sim"], found["rehearsed"]) == ("passed_cpu", False, False)
    assert "Not rehearsed: `lock` can't be taken along" in found["why"]

    pid = int(kernel.run(PID).stdout)
    assert is_there(pid)
    kernel.close()
    deadline = time.monotonic() + 60
    while is_there(pid):
        assert time.monotonic() < deadline, "the rehearsal process outlived its kernel"
        time.sleep(0.05)
