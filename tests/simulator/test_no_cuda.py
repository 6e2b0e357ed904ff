"""A simulated Mac has no CUDA, whatever the machine beneath it has."""

from __future__ import annotations

import pytest
import torch

import devicelab
from devicelab import agent
from devicelab.course import ref

MAC = "M2 Air 16 GB"


@pytest.fixture
def gpu(monkeypatch):
    """What torch says beside an NVIDIA GPU: truly, or by stand-ins where there is none."""
    if torch.cuda.is_available():
        torch.ones(1, device="cuda")
        return
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    monkeypatch.setattr(torch._C, "_has_cuda", True)


def asked():
    return (
        torch.cuda.is_available(),
        torch.cuda.is_initialized(),
        torch.cuda.device_count() > 0,
        torch.version.cuda is not None,
        torch.backends.cuda.is_built(),
    )


def test_a_gpu_is_hidden_and_comes_back(gpu):
    assert asked() == (True,) * 5
    with devicelab.simulate(MAC) as simulation:
        assert asked() == (False,) * 5
        assert ref.pick_device().type == "mps"
        assert agent.report()["backends"]["cuda"] == {"built": False, "available": False}
        with simulation.paused():
            assert asked() == (True,) * 5
        assert asked() == (False,) * 5
    assert asked() == (True,) * 5


def test_a_mac_without_its_gpu_has_no_other_accelerator(gpu):
    with devicelab.simulate("Intel Mac 16 GB"):
        assert not torch.accelerator.is_available()
        assert ref.pick_device().type == "cpu"


@pytest.mark.parametrize(
    "use",
    [
        lambda: torch.ones(1, device="cuda"),
        lambda: torch.ones(1).cuda(),
        lambda: torch.ones(1).to("cuda:0"),
        lambda: torch.ones(1, device="mps").to("cuda"),
        lambda: torch.ones(1, device="mps").cuda(),
        lambda: torch.ones(1).new_zeros(1, device="cuda"),
        lambda: torch.nn.Linear(1, 1).cuda(),
        lambda: torch.nn.Linear(1, 1).to("cuda"),
        torch.cuda.synchronize,
    ],
)
def test_who_uses_it_is_told_what_a_mac_says(gpu, mac, use):
    with pytest.raises(AssertionError, match="Torch not compiled with CUDA enabled"):
        use()
