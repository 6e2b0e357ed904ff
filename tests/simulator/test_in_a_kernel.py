"""A learner's journey on a simulated Mac, as the panel's agent tells it from a real kernel."""

from __future__ import annotations

import pytest

MIB = 2**20


@pytest.fixture
def agent_kernel(kernel):
    kernel.bootstrap()
    kernel.run("import devicelab; mac = devicelab.simulate('M2 Air 16 GB'); import torch")
    return kernel


def _last(ran):
    return ran.samples[-1]


def test_memory_grows_and_is_freed_and_every_sample_is_labelled(agent_kernel, validate):
    grown = agent_kernel.run('held = torch.ones(96 * 2**20, device="mps")')
    freed = agent_kernel.run("del held; torch.mps.empty_cache()")
    for sample in (*grown.samples, *freed.samples):
        validate("sample", sample)
        assert sample["sim"] is True
    assert _last(grown)["mem"]["allocated"] == 384 * MIB
    assert _last(grown)["mem"]["driver"] >= 384 * MIB
    assert _last(freed)["mem"]["allocated"] == 0


def test_the_report_names_chip_fallback_and_limits(agent_kernel, validate):
    agent_kernel.run("from devicelab import cp; mac.faults.fallback('cumsum')")
    ran = agent_kernel.run("x = torch.ones(3, device='mps').cumsum(0)")
    report = ran.broadcasts("report")[-1]
    validate("report", report)
    assert report["sim"] is True
    assert report["chip"]["name"] == "Apple M2 (simulated)"
    assert report["fallbacks"]["ops"][0]["op"] == "aten::cumsum"


def test_float64_says_what_a_mac_says_and_is_explained(agent_kernel):
    agent_kernel.run("from devicelab import cp")
    ran = agent_kernel.run('torch.zeros(2, dtype=torch.float64).to("mps")')
    (error,) = ran.of("error")
    assert error["evalue"].startswith("Cannot convert a MPS Tensor to float64 dtype")
    (shown,) = agent_kernel.run("cp.explain()").of("display_data")
    assert "float64" in shown["data"]["text/plain"]


def test_after_it_the_samples_are_this_machine_s_again(agent_kernel):
    agent_kernel.run("mac.stop()")
    assert _last(agent_kernel.run("1"))["sim"] is False
