"""A machine with an NVIDIA GPU, as far as the agent asks: this machine's torch, told to say so.

Nothing is computed. What the agent must leave alone is noted in `touched`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

GIB = 2**30
STATS = {
    "allocated_bytes": {"all": {"current": 2 * GIB, "peak": 3 * GIB}},
    "reserved_bytes": {"all": {"current": 4 * GIB, "peak": 4 * GIB}},
}
FACTS = SimpleNamespace(
    name="NVIDIA H100 80GB HBM3",
    total_memory=79 * GIB,
    uuid="7d5b1f0e-0000-4000-8000-000000000000",
)
#: What makes a context, or needs one, and its answer once the learner has made one.
NEEDS_CONTEXT: dict[str, Any] = {
    "device_count": 1,
    "current_device": 0,
    "get_device_properties": FACTS,
    "memory.memory_stats_as_nested_dict": STATS,
}


@pytest.fixture
def nvidia(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`nvidia(initialized=…, nvml_count=1)`: the names of functions called too early, as they come."""
    import torch

    touched: list[str] = []

    def early(name: str) -> Callable[..., None]:
        return lambda *_, **__: touched.append(name)

    def be(*, initialized: bool, nvml_count: int = 1) -> list[str]:
        # A Mac that runs the tests has MPS, which would come first.
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
        monkeypatch.setattr(torch._C, "_has_cuda", True)
        monkeypatch.setattr(torch.version, "cuda", "13.0")
        monkeypatch.setattr(torch.cuda, "is_initialized", lambda: initialized)
        monkeypatch.setattr(torch.cuda, "_device_count_nvml", lambda: nvml_count)
        answers = {**NEEDS_CONTEXT, "device_count": nvml_count}
        for name, answer in answers.items():
            told = (lambda *_, _answer=answer: _answer) if initialized else early(name)
            monkeypatch.setattr(f"torch.cuda.{name}", told)
        return touched

    return be
