"""The rehearsal process is got ready while a verdict is read, where the next exercise needs it."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from devicelab.checkpoint import ahead, bank, display  # noqa: E402
from devicelab.proof import rehearsal  # noqa: E402


@pytest.fixture
def started(monkeypatch):
    monkeypatch.setattr(display, "shell", object)
    monkeypatch.setattr(ahead, "best_device", lambda: torch.device("cpu"))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    calls = []
    monkeypatch.setattr(rehearsal, "warm", lambda: calls.append(1))
    return calls


def before(item):
    items = bank.items()
    return items[items.index(item) - 1]


def test_before_the_exercise_that_needs_it(started):
    assert bank.exercise("m1.q3").rehearses
    ahead.get_ready_after(before("m1.q3"))
    assert started == [1]


@pytest.mark.parametrize(("device", "starts"), [("cpu", [1]), ("cuda", [1]), ("mps", [])])
def test_who_asks_a_mac_does_so_beside_a_gpu_too(started, monkeypatch, device, starts):
    monkeypatch.setattr(ahead, "best_device", lambda: torch.device(device))
    assert bank.exercise("m2.q3").asks_a_mac
    ahead.get_ready_after(before("m2.q3"))
    assert started == starts


@pytest.mark.parametrize("item", ["m1.q3", "m9.q9", "", "m1.q"])
def test_not_after_others(started, item):
    if item == "m1.q3":
        after = bank.exercise(bank.items()[bank.items().index(item) + 1])
        assert not after.rehearses_beside("cpu")
    ahead.get_ready_after(item)
    assert started == []


@pytest.mark.parametrize("why", ["script", "grading", "accelerator"])
def test_not_where_nobody_waits_for_it(started, monkeypatch, why):
    if why == "script":
        monkeypatch.setattr(display, "shell", lambda: None)
    if why == "grading":
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    if why == "accelerator":
        monkeypatch.setattr(ahead, "best_device", lambda: torch.device("mps"))
    ahead.get_ready_after(before("m1.q3"))
    assert started == []
