"""`cp.check` in a real kernel: one display of three forms, and nothing else."""

from __future__ import annotations

import pytest
from live_kernel import ROOT

from devicelab.checkpoint import bank

MIME = "application/vnd.devicelab.verdict+json"
CUDA_ONLY = """
from devicelab import cp
def pick_device():
    import torch
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
"""


@pytest.fixture
def kernel_env(kernel_env, home):
    return {**kernel_env, "DEVICELAB_HOME": str(home), "PYTHONPATH": str(ROOT)}


def shown(ran):
    assert ran.reply["status"] == "ok", ran.reply
    assert ran.of("execute_result") == []
    assert ran.of("stream") == []
    assert ran.of("error") == []
    (display,) = ran.of("display_data")
    return display["data"]


def test_the_learners_day(kernel, validate, receipts):
    assert kernel.run(CUDA_ONLY).reply["status"] == "ok"
    data = shown(kernel.run('cp.check("m1.q1")'))
    assert set(data) == {"text/plain", "text/html", MIME}
    validate("verdict", data[MIME])
    assert data[MIME]["message_id"] == "cuda_only"
    assert data["text/plain"].startswith("✗ m1.q1 Pick the device: not yet")
    assert "On a Mac your function gives <code>cpu</code>" in data["text/html"]

    unwritten = (
        'def makes_copy(x, *args, **kwargs) -> bool:\n    """Doc."""\n    ...\ncp.check("m1.q3")'
    )
    assert shown(kernel.run(unwritten))[MIME]["outcome"] == "unattempted"

    assert "hint 1 of 3" in shown(kernel.run('cp.hint("m1.q1")'))["text/plain"]
    again = shown(kernel.run('cp.check("m1.q1")'))[MIME]
    assert (again["hints_shown"], again["attempt"]) == (1, 2)
    assert (
        f"0 of {len(bank.items())} exercises done"
        in shown(kernel.run("cp.progress()"))["text/plain"]
    )

    line = 'def pick_device():\n    return {}["no"]\ncp.check("m1.q1")'
    broken = shown(kernel.run(line))[MIME]
    assert broken["outcome"] == "error"
    assert "KeyError: 'no'` at line 2, `return {}[\"no\"]`" in broken["what"]

    noisy = "def pick_device():\n    import os, sys\n    print('o'); print('e', file=sys.stderr)\n"
    noisy += "    os.write(2, b'native'); sys.exit(3)\ncp.check('m1.q1')"
    assert shown(kernel.run(noisy))[MIME]["outcome"] == "error"

    verdict = kernel.run('cp.check("m1.q1", return_result=True)')
    assert MIME in verdict.of("execute_result")[0]["data"]
    assert [r["attempt"] for r in receipts()] == [1, 2, 3, 4, 5]
    for receipt in receipts():
        validate("receipt", receipt)


def test_an_interrupted_check_is_a_sentence(kernel, receipts):
    kernel.run("from devicelab import cp\nimport torch")
    loops = "def pick_device():\n    from IPython.display import display\n    display('in')\n"
    loops += "    while True: pass\ncp.check('m1.q1')"
    msg_id = kernel.client.execute(loops)
    while kernel.client.get_iopub_msg(timeout=60)["msg_type"] != "display_data":
        pass
    kernel.manager.interrupt_kernel()
    data = shown(kernel.collect(msg_id))
    assert (data[MIME]["outcome"], data[MIME]["message_id"]) == ("skipped", "interrupted")
    assert receipts() == []
    assert (
        shown(kernel.run("def pick_device(): ...\ncp.check('m1.q1')"))[MIME]["outcome"]
        == "unattempted"
    )
