"""What the agent makes of torch on Macs that the tests don't have."""

from __future__ import annotations

import pytest
from recorded_mac import NAMES, load, pretend, profile_of, torch_of

from devicelab.agent import apple, backends, memory, report
from devicelab.agent.variables import Variables

RATIO = "PYTORCH_MPS_HIGH_WATERMARK_RATIO"
GIB = 2**30
MIB = 2**20


@pytest.mark.parametrize("name", [name for name in NAMES if load(name)["torch"]])
def test_what_metal_recommended_is_what_the_simulator_derives(name):
    fixture = load(name)
    told = fixture["torch"]["recommended"]
    # The recordings quote error texts, which round to a tenth of a GiB.
    assert told is None or profile_of(fixture).recommended == pytest.approx(told, rel=2e-3)


def follow(monkeypatch):
    """Follow the variables from now on, as an agent does that came before torch made its allocator."""
    followed = Variables()
    for module in (apple, backends):
        monkeypatch.setattr(module, "FOLLOWED", followed)
    backends.note_variables()


def limit_of(monkeypatch, first, then):
    """The hard limit that a report tells where the watermark was `first`, and `then` after the first tensor."""
    import torch

    fixture = load("m3-pro")
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        put(monkeypatch, first)
        follow(monkeypatch)
        kept = torch.ones(1, device="mps")
        told = [report()["mps"]["limit"]]
        put(monkeypatch, then)
        told += [report()["mps"]["limit"], memory.MemoryReader().read()["limit"]]
        del kept
    return told


def put(monkeypatch, value):
    if value is None:
        monkeypatch.delenv(RATIO, raising=False)
    else:
        monkeypatch.setenv(RATIO, value)


@pytest.mark.parametrize(
    ("first", "then", "ratio"),
    [
        (None, "0.5", 1.7),
        ("1.5", None, 1.5),
        ("1.5", "0.0", 1.5),
        ("0.0", "1.5", None),
        ("0.0", None, None),
    ],
)
def test_a_watermark_that_comes_too_late_does_not_move_the_limit(monkeypatch, first, then, ratio):
    limit = None if ratio is None else int(24 * GIB * ratio)
    assert limit_of(monkeypatch, first, then) == [limit] * 3


def test_a_limit_whose_watermark_nobody_saw_is_not_reported(monkeypatch):
    import torch

    fixture = load("m3-pro")
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        put(monkeypatch, "1.5")
        kept = torch.ones(1, device="mps")
        follow(monkeypatch)
        found = report()["mps"]
        assert (found["recommended"], found["limit"]) == (24 * GIB, None)
        del kept


def test_limits_of_a_mac_that_uses_its_gpu(monkeypatch):
    import torch

    monkeypatch.delenv(RATIO, raising=False)
    fixture = load("m3-pro")
    fixture["torch"]["largest_buffer"] = 18 * GIB
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        follow(monkeypatch)
        kept, gone = (torch.ones(n * MIB, dtype=torch.uint8, device="mps") for n in (1, 3))
        del gone
        assert report()["mps"] == {
            "used": True,
            "detector": "allocator",
            "recommended": 24 * GIB,
            "limit": int(24 * GIB * 1.7),
            "largest_buffer": 18 * GIB,
        }
        ended = memory.MemoryReader().read(ended=True)
        assert (ended["allocated"], ended["allocated_peak"]) == (kept.nbytes, 4 * MIB)
        assert memory.MemoryReader().read()["allocated_peak"] is None


@pytest.mark.parametrize(("version", "cores"), [("2.8.0", None), ("2.9.1", 10)])
def test_before_torch_2_9_the_gpu_s_name_and_cores_are_not_reported(version, cores, monkeypatch):
    fixture = load("m4")
    fixture["torch"]["version"] = version
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        found = report()["accelerator"]
    assert found == {"name": cores and "Apple M4 (simulated)", "memory": None, "cores": cores}


def test_no_dtype_of_64_bit_floats_on_mps(monkeypatch):
    fixture = load("m2")
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        found = report()["dtypes"]
    assert {"float32", "float16", "bfloat16", "int64"} <= set(found)
    assert not {"float64", "complex128"} & set(found)


def test_dtypes_that_need_macos_14_are_not_told_of_macos_13(monkeypatch):
    fixture = load("m2")
    fixture["macos"] = "13.6"
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        found = report()["dtypes"]
    assert "float16" in found
    assert not {"bfloat16", "complex64"} & set(found)
