"""Memory forecast without numbers, against what formulas and real runs give."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from devicelab.measure.forecast import BLOCK, Forecast, forecast

MIB = 2**20


def _training(batch: int, optimizer: str = "SGD", **options: float):
    def run(device: str):
        with torch.device(device):
            net = nn.Sequential(nn.Linear(256, 1024), nn.ReLU(), nn.Linear(1024, 256))
            data = torch.randn(batch, 256)
        opt = getattr(torch.optim, optimizer)(net.parameters(), lr=0.1, foreach=False, **options)
        for _ in range(2):
            opt.zero_grad(set_to_none=True)
            net(data).square().mean().backward()
            opt.step()
        return net, opt, data

    return run


def _bytes(*counts: int) -> int:
    return sum(-(-4 * n // BLOCK) * BLOCK for n in counts)


STATE = _bytes(256 * 1024, 1024, 1024 * 256, 256)


def test_what_is_left_is_parameters_gradients_state_and_data() -> None:
    data = _bytes(8 * 256)
    assert forecast(_training(8)).left == 2 * STATE + data
    assert forecast(_training(8, momentum=0.9)).left == 3 * STATE + data
    # Adam keeps two tensors for each parameter, and a step count of a block each.
    assert forecast(_training(8, "Adam")).left == 4 * STATE + data + 4 * BLOCK


def test_activations_grow_with_the_batch() -> None:
    peaks = [forecast(_training(batch)).peak for batch in (512, 1024, 2048)]
    assert peaks[2] - peaks[1] == pytest.approx(2 * (peaks[1] - peaks[0]), rel=0.01)


def test_a_batch_that_fits_nowhere_can_be_asked_about() -> None:
    asked = forecast(_training(100_000_000))
    assert asked.peak > 400 * 2**30
    assert not asked.fits(64 * 2**30)
    assert Forecast(MIB, 0).fits(MIB)


def test_freed_memory_is_not_counted_twice() -> None:
    def run(device: str) -> None:
        for _ in range(10):
            torch.zeros(MIB, device=device)

    found = forecast(run)
    assert found.peak == 4 * MIB
    assert found.left == 0


def test_what_the_training_raises_comes_out() -> None:
    def run(device: str) -> None:
        raise KeyError(device)

    with pytest.raises(KeyError):
        forecast(run)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("batch", [512, 4096])
def test_a_real_gpu_needs_about_that_much(batch: int) -> None:
    expected = forecast(_training(batch, momentum=0.9)).peak
    # cuBLAS takes a workspace for each thread (forward, backward) and keeps it: 32 MiB each on an H100.
    _training(8)("cuda")
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    _training(batch, momentum=0.9)("cuda")
    real = torch.cuda.max_memory_allocated() - before
    # Above: cuBLASLt takes a workspace for the length of a call.
    assert expected * 0.98 <= real <= expected * 1.1 + 40 * MIB
