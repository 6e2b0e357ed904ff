"""The trust check: every comparison catches the fault that it is there for."""

from __future__ import annotations

import dataclasses

import pytest
import torch
from live_kernel import ROOT

from devicelab import actions, agent, cp
from devicelab.checkpoint import trusted
from devicelab.cli import main
from devicelab.trust import Trust, check_device, words
from devicelab.trust.checks import CHECKS, by_id

# The operation that the simulated GPU gets wrong, by the check that must see it.
WRONG = {
    "transposed": "mm",
    "long_sums": "bmm",
    "many_rows": "addmm",
    "three_dimensions": "addmm",
    "late_copies": "add",
    "strided_update": "addcdiv_",
    "strided_out": "mm",
    "slice_mean": "mean",
    "one_minus": "rsub",
    "strided_weight": "convolution",
}


def test_a_device_agrees_with_itself():
    done = check_device("cpu")
    assert done.status == "agrees"
    assert [f.difference for f in done.findings] == [0.0] * len(CHECKS)
    assert words.issue_text(done, agent.report()) is None


def test_there_are_about_ten_and_each_names_its_source():
    assert len(CHECKS) >= 10
    assert len(by_id()) == len(CHECKS)
    for check in CHECKS:
        assert check.source.startswith("https://github.com/pytorch/pytorch/issues/")


def test_the_simulated_mac_agrees_and_says_what_it_is(mac):
    done = check_device()
    assert (done.status, done.sim) == ("agrees", True)
    assert "(simulated)" in words.headline(done)
    assert any("nothing about a real Mac" in line for line in words.remarks(done))


@pytest.mark.parametrize(("name", "op"), WRONG.items())
def test_a_silent_error_of_the_simulated_gpu_is_caught(mac, name, op):
    mac.faults.wrong(op)
    done = check_device()
    assert name in [f.check.id for f in done.of("differs")]
    assert done.status == "differs"
    # What a simulated device gets wrong is nobody's issue.
    assert words.issue_text(done, agent.report()) is None


def _spoilt(name, spoil):
    """The check, whose second computation (the device's) is spoilt."""
    check = by_id()[name]
    calls = []

    def compute(torch_, *inputs):
        calls.append(1)
        out = check.compute(torch_, *inputs)
        return spoil(out) if len(calls) > 1 else out

    return (dataclasses.replace(check, compute=compute),)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t + 1,
        lambda t: t.roll(1, 0) + torch.ones_like(t),
        lambda t: t[..., :-1],
        lambda t: t.to(torch.float64) if t.is_floating_point() else t.to(torch.int32),
    ],
    ids=["off by one", "rows moved", "another shape", "another dtype"],
)
def test_each_check_catches_what_is_planted(check, spoil):
    (finding,) = check_device("cpu", _spoilt(check.id, spoil)).findings
    assert finding.status == "differs"


def test_nan_is_a_difference():
    done = check_device("cpu", _spoilt("one_minus", lambda t: t * float("nan")))
    assert done.status == "differs"
    assert "more than any number" in words.remarks(done)[0]


def test_what_differs_is_said_with_a_text_for_an_issue():
    done = check_device("cpu", _spoilt("long_sums", lambda t: t + 3))
    (remark, advice) = words.remarks(done)
    assert "bmm" in remark
    assert "195163" in remark
    assert "Run the same step on the CPU" in advice
    issue = words.issue_text(done, agent.report())
    assert "torch.bmm(a, b)" in issue
    assert torch.__version__ in issue
    assert str(ROOT) not in issue


def test_what_cannot_run_is_said_and_is_no_fault():
    def unsupported(*_):
        raise NotImplementedError("The operator is not there.\nsecond line")

    check = dataclasses.replace(CHECKS[0], compute=unsupported)
    done = check_device("cpu", (check,))
    assert done.status == "not_run"
    assert "The operator is not there." in words.remarks(done)[0]
    assert "second line" not in words.remarks(done)[0]


def test_the_learners_settings_stay_as_they_are():
    torch.manual_seed(3)
    before = torch.get_rng_state().clone()
    torch.set_float32_matmul_precision("high")
    try:
        check_device("cpu")
        assert torch.get_float32_matmul_precision() == "high"
    finally:
        torch.set_float32_matmul_precision("highest")
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.is_grad_enabled()


def test_the_default_dtype_and_device_of_the_learner_change_nothing():
    torch.set_default_dtype(torch.float64)
    try:
        with torch.device("meta"):
            assert check_device("cpu").status == "agrees"
    finally:
        torch.set_default_dtype(torch.float32)


def test_the_answer_follows_the_schema(validate):
    for done in (
        Trust(None, sim=False),
        check_device("cpu"),
        check_device("cpu", _spoilt("slice_mean", lambda t: t * float("nan"))),
    ):
        validate("trust", words.as_json(done, agent.report()))


needs_none = pytest.mark.skipif(
    torch.accelerator.is_available(), reason="this machine has an accelerator"
)


@needs_none
def test_without_an_accelerator_there_is_nothing_to_compare(capsys, validate):
    assert main(["trust"]) == 0
    assert "nothing to compare" in capsys.readouterr().out
    assert "nothing to compare" in trusted.card()["text/plain"]
    answer = actions.trust()
    validate("trust", dict(answer))
    assert answer["status"] == "nothing"


def test_the_command_finds_a_fault(mac, capsys):
    mac.faults.wrong("bmm")
    assert main(["trust"]) == 1
    out = capsys.readouterr().out
    assert "computes something else than the CPU" in out
    assert main(["trust", "--json"]) == 1


def test_cp_trust_shows_a_card(capsys):
    assert cp.trust() is None
    assert capsys.readouterr().out.strip()
