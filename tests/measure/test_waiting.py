"""Waiting for the right device, with and without torch, and never for a simulated Mac."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch

import devicelab
from devicelab.measure import NOISY, advice, bench, noise_sentence, synchronizer, too_noisy


def _run(source: str, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in ("OMP_WAIT_POLICY", *environment)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", source],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_it_measures_where_torch_is_absent_and_imports_none() -> None:
    source = """
import sys
sys.modules["torch"] = None
from devicelab.measure import bench, compare
print(bench(lambda: sum(range(1000)), budget=0).median > 0)
print(compare(lambda: 1, lambda: 1, pairs=3).verdict in ("too noisy", "too close", "a faster", "b faster"))
"""
    assert _run(source).split() == ["True", "True"]


def test_the_simulated_mac_is_refused_with_a_sentence() -> None:
    source = """
import devicelab
from devicelab.measure import TimingRefusedError, bench, compare
with devicelab.simulate("M2 Air 16 GB"):
    for measure in (lambda: bench(int), lambda: compare(int, int)):
        try:
            measure()
        except TimingRefusedError as refused:
            print(refused)
print(bench(int, budget=0).median >= 0)
"""
    first, second, after = _run(source).splitlines()
    assert first == second
    assert first.startswith(
        "The Mac of this session is simulated: its work is done by this machine's CPU"
    )
    assert after == "True"


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is waited for, from now on; "" is the accelerator in use."""
    found: list[str] = []
    monkeypatch.setattr(torch.accelerator, "synchronize", lambda device="": found.append(device))
    for kind in ("cuda", "mps"):
        own = getattr(torch, kind)
        monkeypatch.setattr(own, "synchronize", lambda kind=kind: found.append(f"its own {kind}"))
    return found


@contextmanager
def _beside(
    kind: str | None, monkeypatch: pytest.MonkeyPatch, release: str | None = None
) -> Iterator[None]:
    """A machine with such an accelerator, with torch of a release: a Mac is simulated."""
    if kind == "mps":
        with devicelab.simulate("M2 Air 16 GB", torch_release=release):
            yield
        return
    device = torch.device(kind or "cpu")
    with monkeypatch.context() as patch:
        patch.setattr(torch.cuda, "is_available", lambda: kind == "cuda")
        patch.setattr(torch.backends.mps, "is_available", lambda: False)
        patch.setattr(torch.accelerator, "is_available", lambda: kind is not None)
        patch.setattr(torch.accelerator, "current_accelerator", lambda: device)
        if release is not None:
            patch.delattr(torch, "accelerator")
        yield


@pytest.mark.parametrize("kind", ["cuda", "mps", "xpu"])
def test_the_accelerator_in_use_is_waited_for(
    kind: str, waited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with _beside(kind, monkeypatch):
        synchronizer()()
        synchronizer(kind)()
        synchronizer(f"{kind}:1")()
        synchronizer("cpu")()
    assert waited == ["", "", f"{kind}:1"]


@pytest.mark.parametrize("kind", ["cuda", "mps"])
def test_before_torch_2_6_its_own_backend_is_waited_for(
    kind: str, waited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with _beside(kind, monkeypatch, release="2.5"):
        assert not hasattr(torch, "accelerator")
        synchronizer()()
        synchronizer(kind)()
    assert waited == [f"its own {kind}"] * 2


@pytest.mark.parametrize("release", [None, "2.5"])
def test_where_there_is_nothing_to_wait_for_nothing_is_done(
    release: str | None, waited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with _beside(None, monkeypatch, release):
        synchronizer()()
        synchronizer("cpu")()
        monkeypatch.setitem(sys.modules, "torch", None)
        synchronizer()()
        synchronizer("mps")()
    assert waited == []


def test_a_call_is_awaited_on_the_device_in_use(
    waited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with _beside("cuda", monkeypatch):
        timing = bench(lambda: None, repeats=4, warmup=2, budget=0)
    assert waited == [""] * 5
    assert len(timing.seconds) == 4


def test_threads_wait_passively_once_the_verbs_are_there() -> None:
    source = "from devicelab import cp\nimport os, torch\nprint(os.environ['OMP_WAIT_POLICY'])"
    assert _run(source) == "PASSIVE"
    assert _run(source, OMP_WAIT_POLICY="ACTIVE") == "ACTIVE"
    # Too late to change anything, so nothing is claimed.
    late = "import os, torch\nfrom devicelab import cp\nprint(os.environ.get('OMP_WAIT_POLICY'))"
    assert _run(late) == "None"


def test_advice_names_spinning_threads_only_where_they_spin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    assert "torch.set_num_threads(1)" in advice()
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    assert "torch.set_num_threads(1)" not in advice()
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    assert "torch.set_num_threads(1)" not in advice()


def test_the_gate_is_at_thirty_per_cent() -> None:
    assert NOISY == 0.30
    at, over = [1 - 0.149, 1 - 0.149, 1.0, 1 + 0.149, 1 + 0.149], [0.84, 0.84, 1.0, 1.16, 1.16]
    assert not too_noisy(at)
    assert too_noisy(over)
    assert too_noisy([1.0])
    assert "32 % of the median" in noise_sentence(over)
    assert "not known" in noise_sentence([1.0])
