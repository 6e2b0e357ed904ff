"""What the agent makes of torch on Macs that the tests don't have."""

from __future__ import annotations

import pytest
from recorded_mac import NAMES, load, pretend, profile_of, torch_of

from devicelab.agent import memory, report

GIB = 2**30
MIB = 2**20


@pytest.mark.parametrize("name", [name for name in NAMES if load(name)["torch"]])
def test_what_metal_recommended_is_what_the_simulator_derives(name):
    fixture = load(name)
    told = fixture["torch"]["recommended"]
    # The recordings quote error texts, which round to a tenth of a GiB.
    assert told is None or profile_of(fixture).recommended == pytest.approx(told, rel=2e-3)


def test_limits_of_a_mac_that_uses_its_gpu(monkeypatch):
    import torch

    monkeypatch.delenv("PYTORCH_MPS_HIGH_WATERMARK_RATIO", raising=False)
    fixture = load("m3-pro")
    fixture["torch"]["largest_buffer"] = 18 * GIB
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
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
