"""The agent itself fails: it says so once and is gone, in a real kernel."""

from __future__ import annotations

import pytest
from live_kernel import SPIN, Ran

FAILING = {
    "always": "def broken(self, *, ended=False): raise OSError('no such counter')",
    "at the end": (
        "def broken(self, *, ended=False):\n"
        "    if ended: raise OSError('no such counter')\n"
        "    return good(self)"
    ),
}
BREAK = (
    "import sys\n"
    "reader = sys.modules['_devicelab_agent.memory'].MemoryReader\n"
    "good = reader.read\n"
    "{broken}\n"
    "reader.read = broken\n"
)
MEND = "reader.read = good"
# One that is on its way out may go on for a moment.
THREADS = (
    "\nimport threading\n"
    "left = [t for t in threading.enumerate() if t.name == 'devicelab']\n"
    "for thread in left: thread.join(20)\n"
    "print(sum(thread.is_alive() for thread in left))"
)
# Longer than it takes a cell's thread to start and to tell twice.
LATER = SPIN.format(seconds=1.6) + THREADS


def samples_of_any_request(kernel):
    return Ran({}, kernel.heard).samples


@pytest.mark.parametrize("seconds", [0, 1.2], ids=["short", "long"])
@pytest.mark.parametrize("when", FAILING)
def test_a5_35_a_failure_of_the_agent_is_one_sample_and_then_silence(
    kernel, validate, when, seconds
):
    kernel.bootstrap()
    broken = BREAK.format(broken=FAILING[when]) + SPIN.format(seconds=seconds)
    ran = kernel.run(broken + "\nprint('mine')")
    assert (ran.stdout, ran.reply["status"]) == ("mine\n", "ok")
    assert kernel.run(LATER).stdout == "0\n"
    heard = samples_of_any_request(kernel)
    *before, last = [sample["phase"] for sample in heard]
    assert last == "error"
    assert set(before) == ({"running"} if when == "at the end" and seconds else set())
    validate("sample", heard[-1])
    assert "no such counter" in heard[-1]["error"]
    assert [c for c in Ran({}, kernel.heard).of("stream") if c["name"] == "stderr"] == []


def test_a_cell_and_the_agents_thread_that_fail_at_once_tell_once(kernel):
    kernel.bootstrap()
    ran = kernel.run(
        "import sys\n"
        "sampler = sys.modules['_devicelab_agent.lifecycle']._sampler\n"
        "run = sampler.run\n"
        "for _ in range(2):\n"
        "    try: 1 / 0\n"
        "    except ArithmeticError: sampler._fail(run)"
    )
    assert [sample["phase"] for sample in ran.samples] == ["error"]


INTERRUPTED = (
    "def broken(self, *, ended=False):\n"
    "    if ended: {once}raise KeyboardInterrupt\n"
    "    return good(self)"
)


def test_an_interrupt_while_the_end_is_read_is_no_end_of_the_agent(kernel):
    kernel.bootstrap()
    broken = INTERRUPTED.format(once="reader.read = good; ")
    ran = kernel.run(BREAK.format(broken=broken) + "print('mine')")
    assert (ran.stdout, ran.of("error")) == ("mine\n", [])
    assert [sample["phase"] for sample in ran.samples] == ["ended"]
    assert [s["phase"] for s in kernel.run("1").samples] == ["ended"]


def test_interrupts_whenever_the_end_is_read_leave_no_thread(kernel):
    kernel.bootstrap()
    broken = INTERRUPTED.format(once="")
    kernel.run(BREAK.format(broken=broken) + SPIN.format(seconds=0.8))
    kernel.run(MEND)
    assert kernel.run("pass" + THREADS).stdout == "0\n"


@pytest.mark.parametrize("when", FAILING)
def test_a_failed_agent_starts_anew_at_the_next_bootstrap(kernel, when):
    failed = kernel.bootstrap()["epoch"]
    kernel.run(BREAK.format(broken=FAILING[when]))
    kernel.run(MEND)
    epoch = kernel.bootstrap()["epoch"]
    assert epoch != failed
    ran = kernel.run(LATER.replace(THREADS, ""))
    assert [sample["phase"] for sample in ran.samples[-2:]] == ["running", "ended"]
    assert kernel.run("pass" + THREADS).stdout == "0\n"
    told = [(s["epoch"], s["phase"]) for s in samples_of_any_request(kernel)]
    assert told[0] == (failed, "error")
    assert {by for by, _ in told[1:]} == {epoch}
    assert [phase for _, phase in told[1:]].count("error") == 0
