"""What a simulated machine says of itself, its memory, its faults, and how it ends."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import warnings

import pytest
import torch
from torch import nn

import devicelab
from devicelab import simulator
from devicelab.cli.program import main
from devicelab.simulator.texts import Texts

MIB = 2**20
OWNERS = [
    *(torch, torch.Tensor, torch._C, torch.mps, torch.backends.mps, torch.accelerator, torch.fft),
    *(torch.amp, torch.amp.autocast_mode, torch._utils, nn.Module, torch.nn.Parameter),
    torch._C._nn,
]


def attributes():
    return [dict(vars(owner)) for owner in OWNERS]


def test_ends_without_a_trace():
    torch.zeros(1)
    registry = list(torch.serialization._package_registry)
    before = attributes()
    for profile in simulator.PROFILES:
        devicelab.simulate(profile.name)
        assert simulator.active() is profile
        assert torch.backends.mps.is_available() is profile.available
        devicelab.simulate(None)
    assert simulator.active() is None
    assert "_devicelab_simulated" not in sys.modules
    assert torch.serialization._package_registry == registry
    for owner, old, new in zip(OWNERS, before, attributes()):
        changed = {n for n in {*old, *new} if old.get(n, old) is not new.get(n, new)}
        assert not changed, owner
    assert not torch.backends.mps.is_available()


def stop_inside(imagined):
    with simulator.imagined(imagined):
        assert torch.mps.current_allocated_memory() == 0
        raise KeyError


def test_an_imagined_machine_leaves_no_mark_and_a_running_one_goes_on():
    imagined = next(p for p in simulator.PROFILES if p.name == "M4 Max 64 GB")
    before = attributes()
    with simulator.imagined(imagined):
        assert torch.mps.recommended_max_memory() == 48 * 2**30
        assert torch.ones(2, device="mps").sum().item() == 2
        assert simulator.active() is None
        assert "_devicelab_simulated" not in sys.modules
    assert attributes() == before
    with devicelab.simulate("M1 Air 8 GB") as mac:
        held = torch.ones(MIB, dtype=torch.uint8, device="mps")
        with pytest.raises(KeyError):
            stop_inside(imagined)
        assert torch.mps.recommended_max_memory() == 8 * 2**30 * 2 // 3
        assert torch.mps.current_allocated_memory() == held.nbytes
        more = held + held
        assert (more.device.type, mac.pool.current) == ("mps", 2 * held.nbytes)


def test_it_says_that_it_is_simulated(mac):
    facts = sys.modules["_devicelab_simulated"].facts
    assert facts["chip"] == "Apple M2 (simulated)"
    assert facts["memory"] == 16 * 2**30
    if hasattr(torch.backends.mps, "get_name"):
        assert torch.backends.mps.get_name() == "Apple M2 (simulated)"
        assert torch.backends.mps.get_core_count() == 10
    assert torch.mps.device_count() == 1
    assert torch.accelerator.current_accelerator().type == "mps"
    assert torch.mps.recommended_max_memory() == 16 * 2**30 * 2 // 3


def test_memory_moves_by_heaps(mac):
    before = torch.mps.current_allocated_memory()
    held = torch.mps.driver_allocated_memory()
    x = torch.zeros(20 * MIB, dtype=torch.uint8, device="mps")
    assert torch.mps.current_allocated_memory() - before == 20 * MIB
    assert torch.mps.driver_allocated_memory() - held == 1024 * MIB
    view = x[:5]
    del x
    assert torch.mps.current_allocated_memory() - before == 20 * MIB
    del view
    assert torch.mps.current_allocated_memory() == before
    torch.mps.empty_cache()
    assert torch.mps.driver_allocated_memory() == held


@pytest.mark.parametrize(("release", "unit"), [("2.7.1", "MB"), ("2.8.0", "MiB")])
def test_memory_runs_out_with_the_release_s_text(release, unit):
    with devicelab.simulate("M1 Air 8 GB", torch_texts=release) as mac:
        mac.faults.oom_at(10 * MIB)
        with pytest.raises(RuntimeError, match="MPS backend out of memory") as told:
            torch.zeros(64 * MIB, dtype=torch.uint8, device="mps")
        assert f"max allowed: 10.00 {unit}). Tried to allocate 64.00 {unit}" in str(told.value)
        mac.faults.clear()
        assert torch.zeros(64 * MIB, dtype=torch.uint8, device="mps").numel() == 64 * MIB


def test_watermarks_are_read_at_the_first_use(monkeypatch):
    monkeypatch.setenv("PYTORCH_MPS_HIGH_WATERMARK_RATIO", "1.0")
    with (
        devicelab.simulate("M2 Air 16 GB"),
        pytest.raises(RuntimeError, match=r"low watermark ratio 1\.4"),
    ):
        torch.zeros(1, device="mps")


def test_a_fallback_warns_and_an_unsupported_operator_raises(mac):
    mac.faults.fallback("mm")
    x = torch.ones(2, 2, device="mps")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        x.mm(x)
    assert "'aten::mm' is not currently supported on the MPS backend" in str(told[0].message)
    mac.faults.clear()
    mac.faults.unsupported("cumsum")
    with pytest.raises(NotImplementedError, match="'aten::cumsum' is not currently implemented"):
        x.cumsum(0)


def test_a_wrong_operator_says_nothing(mac):
    x = torch.ones(2, 3, device="mps")
    mac.faults.wrong("mm", views_only=True)
    assert x.mm(torch.ones(3, 2, device="mps"))[0, 0].item() == 3
    assert x.t().mm(x)[0, 0].item() == pytest.approx(2.4)


def test_a_leak_grows_with_shapes_and_torch_does_not_see_it(mac):
    mac.faults.leak(MIB)
    live = torch.mps.current_allocated_memory()
    for n in (1, 2, 3, 3, 3):
        torch.ones(n, device="mps").add(1)
    torch.mps.empty_cache()
    assert sum(map(len, mac.faults.leaked.values())) == 3 * MIB
    assert torch.mps.current_allocated_memory() == live


def test_the_interpreter_is_held(mac):
    ticks, over = [], threading.Event()

    def tick():
        while not over.wait(0.005):
            ticks.append(time.monotonic())

    thread = threading.Thread(target=tick)
    thread.start()
    mac.faults.gil_hold(0.5)
    x = torch.ones(2, device="mps")
    began = time.monotonic()
    x.add(1)
    ended = time.monotonic()
    over.set()
    thread.join()
    assert ended - began >= 0.5
    # One may have been due as the hold began, and one as it ended.
    assert sum(began + 0.05 < t < began + 0.45 for t in ticks) == 0


def test_a_virtual_gpu_is_there_and_gives_no_memory():
    with devicelab.simulate("Virtual Mac 7 GB"):
        assert torch.backends.mps.is_available()
        with pytest.raises(
            RuntimeError, match="MPS allocated: 0 bytes, other allocations: 0 bytes"
        ):
            torch.ones(1, device="mps")


def test_a_virtual_mac_stays_one_when_its_faults_are_cleared():
    with devicelab.simulate("Virtual Mac 7 GB") as mac:
        mac.faults.oom_at(MIB)
        mac.faults.clear()
        with pytest.raises(RuntimeError, match="MPS backend out of memory"):
            torch.ones(1, device="mps")


def test_a_mac_with_the_fault_of_a_virtual_gpu_gives_no_memory_until_it_is_cleared(mac):
    held = torch.ones(1, device="mps")
    mac.faults.virtual_gpu()
    with pytest.raises(RuntimeError, match="MPS backend out of memory"):
        torch.ones(1, device="mps")
    with pytest.raises(RuntimeError, match="MPS backend out of memory"):
        held + held
    assert torch.backends.mps.is_available()
    mac.faults.clear()
    assert (held + held).item() == 2


@pytest.mark.parametrize("name", ["Intel Mac 16 GB", "M1 under Rosetta 16 GB"])
def test_machines_without_mps(name):
    with devicelab.simulate(name):
        assert not torch.backends.mps.is_built()
        assert sys.modules["_devicelab_simulated"].facts["machine"] == "x86_64"
        with pytest.raises(RuntimeError, match="not linked with support for mps"):
            torch.ones(1).to("mps")


def test_a_real_mac_is_not_simulated_over(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    with pytest.raises(RuntimeError, match="has MPS itself"):
        devicelab.simulate("M2 Air 16 GB")
    assert simulator.active() is None


def test_names(capsys):
    assert len([p for p in simulator.PROFILES if p.available and not p.virtual_gpu]) >= 10
    with pytest.raises(ValueError, match="There are: M1 Air 8 GB"):
        devicelab.simulate("M9")
    assert main(["simulate", "--list"]) == 0
    told = capsys.readouterr().out
    assert all(p.name in told for p in simulator.PROFILES)
    assert main(["simulate", "--as", "M9", __file__]) == 2


def test_texts_of_old_releases():
    assert "issues/77764" in Texts.of("2.4.1").not_implemented("aten::x")
    assert "issues/141287" in Texts.of("2.6.0").not_implemented("aten::x")
    assert Texts.of("2.14.1").missing == {"aten::linalg_eig"}


def test_the_variable_starts_it_when_torch_is_imported():
    code = "import devicelab, sys; assert 'torch' not in sys.modules; import torch; print(torch.ones(1, device='mps').device)"
    env = {**__import__("os").environ, "DEVICELAB_SIMULATE": "M4 Max 64 GB"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("mps:0", "")
