"""What is said of Macs and of their errors, asked of the simulator rather than of a table."""

from __future__ import annotations

import pytest
import torch

import devicelab
from devicelab import agent, diagnosis
from devicelab.cli.program import main
from devicelab.simulator import PROFILES, Profile

MIB = 2**20
NOT_READY = {"Intel Mac 16 GB": "intel-mac", "M1 under Rosetta 16 GB": "rosetta"}


def mac(**changes):
    return Profile("a Mac", "Apple M1", 4, 4, 8, 16, **changes)


@pytest.mark.parametrize("release", [None, "2.4.1"])
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_each_machine_has_its_cause(profile, release):
    with devicelab.simulate(profile, torch_release=release):
        found = diagnosis.diagnose(agent.report())
    assert found.code == NOT_READY.get(profile.name, "mps-ready")


@pytest.mark.parametrize(
    ("profile", "release", "code"),
    [
        (mac(macos="13.6", available=False), "2.9.1", "macos-too-old"),
        # That release still ran on macOS 13, so something else must be wrong.
        (mac(macos="13.6", available=False), "2.8.0", "mps-unexplained"),
        (mac(built=False, available=False), None, "mps-not-built"),
    ],
)
def test_why_a_macs_gpu_is_not_to_be_had(profile, release, code):
    with devicelab.simulate(profile, torch_release=release):
        assert diagnosis.diagnose(agent.report()).code == code


def take(*sizes):
    return [torch.zeros(size * MIB, dtype=torch.uint8, device="mps") for size in sizes]


@pytest.mark.parametrize("release", ["2.4.1", "2.7.1", "2.9.1", None])
@pytest.mark.parametrize(
    ("stops", "known"),
    [
        (lambda: take(11), "mps-oom-first"),
        (lambda: take(1, 11), "mps-oom"),
        (lambda: take(20), "invalid-buffer-size"),
        (lambda: torch.ones(1, device="mps").double(), "float64"),
        (lambda: torch.ones(1, device="mps").numpy(), "numpy"),
        (lambda: torch.ones(1, device="mps") + torch.ones(1), "mixed-devices-named"),
        (lambda: torch.ones(1, device="mps").cumsum(0), "not-implemented"),
    ],
)
def test_what_torch_says_there_is_explained_whatever_its_release(stops, known, release):
    machine = mac(largest_buffer=16 * MIB)
    with devicelab.simulate(machine, torch_release=release) as simulation:
        simulation.faults.oom_at(10 * MIB)
        simulation.faults.unsupported("cumsum")
        with pytest.raises((RuntimeError, TypeError, NotImplementedError)) as raised:
            stops()
    assert diagnosis.explain(str(raised.value)).id == known


def test_the_doctor_adds_on_a_virtual_mac_and_says_what_came_of_it(capsys):
    with devicelab.simulate("Virtual Mac 7 GB"):
        assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "torch offers `mps`, but adding two numbers there failed." in said
    assert "Nothing was allocated before, so memory is not short" in said
    assert "Simulated Mac: numbers are a model." in said


@pytest.mark.parametrize(("release", "told"), [("2.4.1", "not reported"), (None, "10.7 GiB")])
def test_the_doctor_on_a_mac(capsys, release, told):
    with devicelab.simulate("M2 Air 16 GB", torch_release=release):
        assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "GPU as `mps`." in said
    assert f"recommended by Metal   {told}" in said
