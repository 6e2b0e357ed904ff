"""The trust check on a real NVIDIA GPU; skipped where there is none (docs/verified.md has the runs)."""

from __future__ import annotations

import pytest
import torch

from devicelab.trust import check_device

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")


def test_it_agrees_and_holds_little_memory():
    check_device()
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    done = check_device()
    assert done.status == "agrees"
    assert torch.cuda.max_memory_allocated() - before <= 130 * 2**20
    assert torch.cuda.memory_allocated() == before


def test_a_fault_is_named(monkeypatch):
    real = torch.bmm
    monkeypatch.setattr(torch, "bmm", lambda a, b: real(a, b) + a.is_cuda)
    assert [f.check.id for f in check_device().of("differs")] == ["long_sums"]
