"""What the simulated Mac costs: starting it, one operator, and training steps of three models."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

import devicelab

ROUNDS = 9


def spread(values: list[float], unit: str) -> str:
    """Median, lowest and highest of some measurements."""
    middle = statistics.median(values)
    return f"median {middle:.3g} {unit}, {min(values):.3g} to {max(values):.3g} of {len(values)}"


def _seconds(do: Callable[[], Any], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        do()
    return (time.perf_counter() - began) / times


def start() -> str:
    """Switching it on where torch is imported already."""
    values = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        simulation = devicelab.simulate("M2 Air 16 GB")
        values.append((time.perf_counter() - began) * 1e3)
        simulation.stop()
    return f"simulator start, torch imported: first {values[0]:.3g} ms, {spread(values, 'ms')} (bar 50)"


def operators() -> list[str]:
    """What one operator costs more than on the CPU, in pairs."""
    x = torch.ones(8, 8)
    y = x.to("mps")
    kinds: dict[str, Callable[[Any], Any]] = {
        "add": lambda t: t + t,
        "add_": lambda t: t.add_(0),
        "matmul": lambda t: t @ t,
        "view": lambda t: t.t(),
    }
    lines = []
    for name, do in kinds.items():
        more = [
            (_seconds(lambda do=do: do(y), 500) - _seconds(lambda do=do: do(x), 500)) * 1e6
            for _ in range(ROUNDS)
        ]
        lines.append(f"simulator, one {name} more than on the CPU: {spread(more, 'µs')}")
    return lines


def _models() -> dict[str, tuple[nn.Module, torch.Tensor]]:
    conv = nn.Sequential(nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.ReLU(), nn.Flatten())
    layer = nn.TransformerEncoderLayer(64, 4, 128, dropout=0.0, batch_first=True)
    mlp = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
    return {
        "MLP 20-64-3": (mlp, torch.randn(64, 20)),
        "convolution 32x3x32x32": (conv, torch.randn(32, 3, 32, 32)),
        "transformer layer 8x32x64": (layer, torch.randn(8, 32, 64)),
    }


def _step(model: nn.Module, x: torch.Tensor) -> Callable[[], None]:
    optimizer = torch.optim.Adam(model.parameters())

    def step() -> None:
        optimizer.zero_grad()
        model(x).square().mean().backward()
        optimizer.step()

    step()
    return step


def models() -> list[str]:
    """Training step with Adam, simulated ÷ CPU, in pairs."""
    lines = []
    plain, moved = _models(), _models()
    for name, (model, x) in plain.items():
        cpu = _step(model, x)
        mps = _step(moved[name][0].to("mps"), x.to("mps"))
        ratios = [_seconds(mps, 10) / _seconds(cpu, 10) for _ in range(ROUNDS)]
        lines.append(f"simulator, {name}, Adam step ÷ CPU's: {spread(ratios, 'times')}")
    return lines


def main() -> None:
    """Print one line a figure."""
    print(start(), flush=True)
    with devicelab.simulate("M2 Air 16 GB"):
        print(*operators(), sep="\n", flush=True)
        print(*models(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
