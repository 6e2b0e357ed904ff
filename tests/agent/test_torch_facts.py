"""What the agent says of torch, on machines that the tests don't have as well."""

from __future__ import annotations

import importlib.machinery
import sys
import types

import pytest
import stand_in_torch as stand_in
from stand_in_torch import GIB

from devicelab.agent import apple, backends, memory, report


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
    with_torch(stand_in.mac("2.8.0", used=False))
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
    found = report()["torch"]
    assert (found["state"], found["version"], found["error"]) == ("absent", None, None)
    assert found["build"] is found["bad_fork"] is None


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


class Tensor:
    """As much of a tensor as the look at the learner's names takes."""

    @property
    def is_mps(self):
        return True


class Touchy:
    """A learner's object that minds being asked anything."""

    @property
    def __class__(self):
        raise stand_in.TouchedError

    def __getattribute__(self, name):
        raise stand_in.TouchedError


def test_an_older_torch_is_known_to_use_mps_by_the_learners_names(with_torch, monkeypatch):
    torch = stand_in.mac("2.8.0")
    torch.Tensor = Tensor
    with_torch(torch)
    monkeypatch.setattr(apple, "_SEEN", set())
    names = sys.modules["__main__"].__dict__
    monkeypatch.setitem(names, "touchy", Touchy())
    assert report()["mps"]["used"] is None
    assert memory.MemoryReader().read()["allocated"] is None
    monkeypatch.setitem(names, "x", Tensor())
    found = report()["mps"]
    assert (found["used"], found["detector"], found["recommended"]) == (True, "names", 24 * GIB)
    assert found["largest_buffer"] is None
    monkeypatch.delitem(names, "x")
    # The allocator stays when the tensor goes.
    assert memory.MemoryReader().read()["allocated"] == 3 * GIB


@pytest.mark.parametrize("version", ["2.4.1", "2.5.0", "2.9.1", "2.13.0", "2.15.0", "no version"])
def test_every_release_is_described(with_torch, validate, version):
    torch = stand_in.mac("2.13.0" if version == "no version" else version, used=version > "2.1")
    torch.__version__ = version
    with_torch(torch)
    found = report()
    validate("report", found)
    assert found["device"] == "mps"


def test_gpus_are_listed_once_cuda_is_in_use(with_torch, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    with_torch(stand_in.nvidia(initialized=True, nvml_count=2))
    found = report()["cuda"]
    assert found["visible_devices"] == "0,1"
    assert found["driver_library"] is True
    assert [d["index"] for d in found["devices"]] == [0, 1]
    assert found["devices"][0]["memory"] == 79 * GIB
    assert found["devices"][0]["mig"] is False
    assert memory.MemoryReader().gpu_uuid() == found["devices"][0]["uuid"]


def test_a_forked_child_is_told(with_torch):
    torch = stand_in.mac()
    torch.mps._is_in_bad_fork = lambda: True
    with_torch(torch)
    assert report()["torch"]["bad_fork"] is True


def test_what_the_optimizers_have_is_asked_of_torch(with_torch, monkeypatch):
    lists = types.SimpleNamespace(
        _get_fused_kernels_supported_devices=lambda: ["mps", "cuda"],
        _get_foreach_kernels_supported_devices=lambda: ["cuda"],
    )
    with_torch(stand_in.mac())
    assert report()["optimizers"] is None
    monkeypatch.setitem(sys.modules, "torch.utils._foreach_utils", lists)
    assert report()["optimizers"] == {"fused": True, "foreach": False}
