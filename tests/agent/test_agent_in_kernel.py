"""The agent in a real kernel, installed as the extension installs it."""

from __future__ import annotations

import pytest
from live_kernel import SPIN


def test_bootstrap_gives_a_report_and_leaves_no_trace(kernel, validate):
    before = kernel.run("print(sorted(n for n in globals() if not n.startswith('_i')))").stdout
    report = kernel.bootstrap()
    validate("report", report)
    after = kernel.run("print(sorted(n for n in globals() if not n.startswith('_i')))")
    assert after.stdout == before
    assert after.of("execute_input")[0]["execution_count"] == 2


def test_bootstrap_does_not_import_torch(kernel):
    assert kernel.bootstrap()["torch"]["state"] == "installed"
    kernel.run(SPIN.format(seconds=1))
    assert kernel.run("import sys; print('torch' in sys.modules)").stdout == "False\n"


def test_samples_while_a_cell_runs(kernel, validate):
    epoch = kernel.bootstrap()["epoch"]
    ran = kernel.run(SPIN.format(seconds=3))
    phases = [s["phase"] for s in ran.samples]
    assert phases[-1] == "ended"
    assert phases[:-1] == ["running"] * (len(phases) - 1)
    assert len(phases) >= 5
    for sample in ran.samples:
        validate("sample", sample)
        assert sample["epoch"] == epoch
        assert sample["mem"]["rss"] > 1 << 20
    assert [s["seq"] for s in ran.samples] == list(range(1, len(phases) + 1))
    assert {s["run"]["execution_count"] for s in ran.samples} == {1}


def test_samples_belong_to_the_running_cell_and_bring_no_status(kernel):
    kernel.bootstrap()
    ran = kernel.run(SPIN.format(seconds=1.5))
    # `collect` keeps only messages whose parent is the request: all samples were there.
    assert len(ran.samples) >= 2
    assert [c["execution_state"] for c in ran.of("status")] == ["busy", "idle"]


def test_a_short_cell_sends_one_sample_and_starts_no_thread(kernel):
    kernel.bootstrap()
    ran = kernel.run("import threading; print([t.name for t in threading.enumerate()])")
    assert [s["phase"] for s in ran.samples] == ["ended"]
    assert "devicelab" not in ran.stdout


def test_no_thread_lives_while_idle(kernel):
    kernel.bootstrap()
    kernel.run(SPIN.format(seconds=1))
    ran = kernel.run("import threading; print([t.name for t in threading.enumerate()])")
    assert "devicelab" not in ran.stdout


@pytest.mark.parametrize(
    "cell",
    ["%%capture\n" + SPIN, "get_ipython().run_cell('''" + SPIN + "''')\n" + SPIN],
    ids=["capture", "run_cell"],
)
def test_nested_cells_are_one_run_sampled_to_its_end(kernel, cell):
    kernel.bootstrap()
    ran = kernel.run(cell.format(seconds=1.2))
    assert [s["phase"] for s in ran.samples].count("ended") == 1
    assert ran.samples[-1]["phase"] == "ended"
    assert {s["run"]["n"] for s in ran.samples} == {1}
    assert len(ran.samples) >= 3


def test_a_failing_cell_ends_its_run(kernel):
    kernel.bootstrap()
    ran = kernel.run(SPIN.format(seconds=1) + "\n1 / 0")
    assert ran.reply["status"] == "error"
    assert ran.samples[-1]["phase"] == "ended"
    assert kernel.run("1").samples[0]["run"]["n"] == 2


def test_importing_torch_changes_the_report_at_once(kernel, validate):
    kernel.bootstrap()
    ran = kernel.run("import torch")
    report = ran.broadcasts("report")[-1]
    validate("report", report)
    assert report["torch"]["state"] == "loaded"
    asked = kernel.run("print(torch.cuda.is_available(), torch.backends.mps.is_available())")
    cuda, mps = (word == "True" for word in asked.stdout.split())
    assert report["device"] == ("mps" if mps else "cuda" if cuda else "cpu")
    assert report["backends"]["mps"]["available"] is mps
    assert kernel.run("1").broadcasts("report") == []


def test_a_second_bootstrap_reuses_the_agent(kernel):
    first = kernel.bootstrap()
    assert kernel.bootstrap()["epoch"] == first["epoch"]
    assert len(kernel.run("1").samples) == 1


def test_package_and_extension_never_run_two(kernel):
    epoch = kernel.bootstrap()["epoch"]
    kernel.run("import devicelab.agent; r = devicelab.agent.start()")
    ran = kernel.run("print(r['epoch'])")
    assert ran.stdout.strip() == epoch
    assert len(ran.samples) == 1


def test_another_protocol_is_replaced(kernel):
    kernel.bootstrap()
    kernel.run("import sys; old = sys.modules['_devicelab_agent']; old.PROTOCOL = 0")
    kernel.bootstrap()
    ran = kernel.run("print(sys.modules['_devicelab_agent'] is old)")
    assert ran.stdout == "False\n"
    assert len(ran.samples) == 1


def test_without_psutil_memory_is_read_all_the_same(kernel, validate):
    kernel.run("import sys; sys.modules['psutil'] = None")
    kernel.bootstrap()
    sample = kernel.run("1").samples[0]
    validate("sample", sample)
    assert sample["mem"]["rss"] > 1 << 20
    assert sample["mem"]["system_available"] > 1 << 20


def test_a5_3_interrupting_the_cell_does_not_reach_the_agent(kernel):
    kernel.bootstrap()
    msg_id = kernel.client.execute("import time\nwhile True: time.sleep(0.01)")
    seen = 0
    while seen < 2:
        message = kernel.client.get_iopub_msg(timeout=30)
        seen += message["msg_type"] == "comm_msg"
    kernel.manager.interrupt_kernel()
    ran = kernel.collect(msg_id)
    assert ran.of("error")[0]["ename"] == "KeyboardInterrupt"
    assert ran.samples[-1]["phase"] == "ended"
    assert [s["phase"] for s in kernel.run("1").samples] == ["ended"]


def test_a_forked_child_is_silent(kernel):
    kernel.bootstrap()
    ran = kernel.run(
        "import os, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    sampler = __import__('sys').modules['_devicelab_agent.lifecycle']._sampler\n"
        "    sampler.after_cell(None)\n"
        "    os._exit(0)\n"
        "print(os.waitpid(pid, 0)[1])"
    )
    assert ran.stdout == "0\n"
    assert [s["phase"] for s in ran.samples] == ["ended"]
