"""What the agent says of torch, on machines that the tests don't have as well."""

from __future__ import annotations

import importlib.machinery
import sys
import types

import pytest
import stand_in_torch as stand_in
from stand_in_torch import GIB

from devicelab.agent import backends, memory, report


def test_a_mac_that_has_not_used_its_gpu_is_left_alone(with_torch, validate):
    with_torch(stand_in.mac(used=False))
    found = report()
    validate("report", found)
    assert found["device"] == "mps"
    assert found["backends"]["mps"] == {"built": True, "available": True}
    assert found["accelerator"] == {"name": "Apple M3 Pro", "memory": None, "cores": 18}
    reading = memory.MemoryReader().read()
    assert reading["device"] == "mps"
    assert reading["allocated"] is reading["recommended"] is reading["limit"] is None


def test_a_mac_that_uses_its_gpu_is_read(with_torch, monkeypatch):
    monkeypatch.delenv("PYTORCH_MPS_HIGH_WATERMARK_RATIO", raising=False)
    with_torch(stand_in.mac())
    reading = memory.MemoryReader().read()
    assert (reading["allocated"], reading["driver"]) == (3 * GIB, 5 * GIB)
    assert reading["reserved"] is None
    assert reading["recommended"] == 24 * GIB
    assert reading["limit"] == pytest.approx(1.7 * 24 * GIB, abs=1)


@pytest.mark.parametrize(
    ("ratio", "limit"), [("0.0", None), ("0.5", 12 * GIB), ("", 1.7 * 24 * GIB)]
)
def test_the_hard_limit_follows_the_watermark(with_torch, monkeypatch, ratio, limit):
    monkeypatch.setenv("PYTORCH_MPS_HIGH_WATERMARK_RATIO", ratio)
    with_torch(stand_in.mac())
    found = memory.MemoryReader().read()["limit"]
    assert found is limit is None or found == pytest.approx(limit, abs=1)


def test_a_watermark_that_is_no_number_leaves_memory_unreported(with_torch, monkeypatch):
    monkeypatch.setenv("PYTORCH_MPS_HIGH_WATERMARK_RATIO", "lots")
    with_torch(stand_in.mac())
    reading = memory.MemoryReader().read()
    assert reading["device"] == "mps"
    assert reading["allocated"] is None
    assert reading["rss"] > 0


def test_an_older_torch_on_a_mac_reports_no_memory_rather_than_touch_the_allocator(with_torch):
    with_torch(stand_in.mac("2.9.1", used=False))
    reading = memory.MemoryReader().read()
    assert (reading["device"], reading["allocated"]) == ("mps", None)
    found = report()
    assert found["device"] == "mps"
    assert found["accelerator"]["name"] is None


def test_cuda_is_counted_without_asking_its_driver(with_torch, validate):
    with_torch(stand_in.nvidia(initialized=False))
    found = report()
    validate("report", found)
    assert found["device"] == "cuda"
    assert found["accelerator"] is None
    assert memory.MemoryReader().read()["allocated"] is None


def test_cuda_in_use_is_read(with_torch, validate):
    with_torch(stand_in.nvidia(initialized=True))
    found = report()
    validate("report", found)
    assert found["accelerator"] == {
        "name": "NVIDIA H100 80GB HBM3",
        "memory": 79 * GIB,
        "cores": None,
    }
    reader = memory.MemoryReader()
    reader.note_current_device()
    reading = reader.read()
    assert (reading["allocated"], reading["reserved"], reading["limit"]) == (
        2 * GIB,
        4 * GIB,
        79 * GIB,
    )


@pytest.mark.parametrize(
    ("driver", "available", "device"), [(False, False, "cpu"), (None, None, None)]
)
def test_a_cuda_build_without_nvml(with_torch, monkeypatch, driver, available, device):
    monkeypatch.setattr(backends, "_cuda_driver_missing", lambda: driver)
    with_torch(stand_in.nvidia(initialized=False, nvml_count=-1))
    found = report()
    assert found["backends"]["cuda"] == {"built": True, "available": available}
    assert found["device"] == device


def test_torch_that_is_not_there(no_torch):
    no_torch.setitem(sys.modules, "torch", None)
    assert report()["torch"] == {"state": "absent", "version": None, "error": None}


def test_torch_that_is_being_imported(with_torch, validate):
    half = types.ModuleType("torch")
    half.__spec__ = importlib.machinery.ModuleSpec("torch", None)
    half.__spec__._initializing = True
    with_torch(half)
    found = report()
    validate("report", found)
    assert found["torch"]["state"] == "importing"
    assert found["device"] is None


def test_a_file_named_torch_is_not_taken_for_torch(with_torch, validate):
    with_torch(types.ModuleType("torch"))
    found = report()
    validate("report", found)
    assert found["torch"]["state"] == "broken"
    assert "not PyTorch" in found["torch"]["error"]


def test_an_import_that_failed_is_told(no_torch):
    no_torch.setitem(sys.modules, "torch._C", types.ModuleType("torch._C"))
    found = report()["torch"]
    assert found["state"] == "broken"
    assert "did not finish" in found["error"]


def test_a_torch_that_answers_nonsense_is_not_reported(with_torch, validate):
    torch = stand_in.mac(name="M\0" + "x" * 10_000)
    torch.backends.cuda = None
    torch.backends.mps.get_core_count = None
    with_torch(torch)
    found = report()
    validate("report", found)
    assert found["backends"]["cuda"] == {"built": None, "available": None}
    assert found["accelerator"]["cores"] is None
    assert len(found["accelerator"]["name"]) == 128
