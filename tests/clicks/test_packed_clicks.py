"""The clicks as the page sends them, in a real kernel that has only the agent."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from live_kernel import ROOT

HIDDEN = "import sys; sys.modules['devicelab'] = None"


@pytest.fixture(scope="module")
def packed():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "pack_clicks.py"],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_they_stay_under_their_bar(packed):
    assert len(packed["expression"]) <= 5_000
    assert packed["names"] == ["cache", "tensors", "timing"]


def test_each_answers_without_our_package_and_leaves_nothing(kernel, packed, validate):
    kernel.bootstrap()
    kernel.run(HIDDEN)
    kernel.run("import torch\nx = torch.zeros(1000)\ny = x[1:]\nx * 2")
    listing = "import sys; print(sorted(n for n in globals() if not n.startswith('_i')), sorted(m for m in sys.modules if 'devicelab' in m))"
    before = kernel.run(listing).stdout
    for name in packed["names"]:
        answer = kernel.ask(packed["expression"].replace("%NAME%", name))
        assert answer["status"] == "ok", answer
        validate(name, answer["data"]["application/json"])
        if name == "tensors":
            rows = {r["name"]: r for r in answer["data"]["application/json"]["rows"]}
            assert rows["x"]["bytes"] == 4000
            assert rows["y"]["shared"] == "x"
            # Without a name of its own, IPython keeps it.
            assert rows["Out"]["bytes"] == 4000
    assert kernel.run(listing).stdout == before


def test_leaving_takes_the_agent_out_and_tells_the_other_pages(kernel):
    epoch = kernel.bootstrap()["epoch"]
    ran = kernel.run("", silent=True, user_expressions={"left": _LEAVE})
    assert [end["epoch"] for end in ran.broadcasts("end")] == [epoch]
    seen = kernel.run(
        "import sys; print([n for n in sys.modules if '_devicelab' in n])\n"
        "print([c for c in get_ipython().events.callbacks['pre_run_cell'] if 'Sampler' in repr(c)])"
    )
    assert seen.stdout == "[]\n[]\n"
    assert kernel.bootstrap()["epoch"] != epoch


_LEAVE = (
    "(lambda agent: agent and agent.leave())(__import__('sys').modules.get('_devicelab_agent'))"
)


def test_a_calmer_pace_is_the_kernels_and_is_undone(kernel):
    kernel.bootstrap()
    spin = "import time\nt = time.monotonic()\nwhile time.monotonic() - t < {}: sum(range(1000))"
    kernel.ask("__import__('sys').modules['_devicelab_agent'].pace(4)")
    assert {s["period"] for s in kernel.run(spin.format(1)).samples} == {2.0}
    kernel.ask("__import__('sys').modules['_devicelab_agent'].pace(1)")
    assert {s["period"] for s in kernel.run(spin.format(1)).samples} == {0.5}
