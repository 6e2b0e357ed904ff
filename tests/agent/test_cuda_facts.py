"""What the agent says of an NVIDIA GPU, before and after the learner has used it."""

from __future__ import annotations

import pytest
from nvidia_gpu import GIB

from devicelab.agent import backends, memory, report


def test_cuda_is_counted_without_asking_its_driver(nvidia, validate):
    touched = nvidia(initialized=False)
    found = report()
    validate("report", found)
    assert found["device"] == "cuda"
    assert found["accelerator"] is None
    reader = memory.MemoryReader()
    reader.note_current_device()
    assert reader.read(ended=True)["allocated"] is reader.gpu_uuid() is None
    assert touched == []


def test_cuda_in_use_is_read(nvidia, validate):
    nvidia(initialized=True)
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
def test_a_cuda_build_without_nvml(nvidia, monkeypatch, driver, available, device):
    monkeypatch.setattr(backends, "_cuda_driver_missing", lambda: driver)
    touched = nvidia(initialized=False, nvml_count=-1)
    found = report()
    assert found["backends"]["cuda"] == {"built": True, "available": available}
    assert found["device"] == device
    assert touched == []


def test_gpus_are_listed_once_cuda_is_in_use(nvidia, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    nvidia(initialized=True, nvml_count=2)
    found = report()["cuda"]
    assert found["visible_devices"] == "0,1"
    assert found["driver_library"] is True
    assert [d["index"] for d in found["devices"]] == [0, 1]
    assert found["devices"][0]["memory"] == 79 * GIB
    assert found["devices"][0]["mig"] is False
    assert memory.MemoryReader().gpu_uuid() == found["devices"][0]["uuid"]
