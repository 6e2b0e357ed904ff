"""What the agent says of torch on a Mac, by release; the simulator plays it."""

from __future__ import annotations

import sys

import pytest

import devicelab
from devicelab.agent import apple, backends, memory, report
from devicelab.agent.variables import Variables

GIB, MIB = 2**30, 2**20
RATIO = "PYTORCH_MPS_HIGH_WATERMARK_RATIO"
RECOMMENDED = 16 * GIB * 2 // 3


def play(release=None):
    """A simulated M2 Air with 16 GiB and, if it is told, an older torch."""
    return devicelab.simulate("M2 Air 16 GB", torch_release=release)


def take(size):
    """A tensor of so many bytes on the Mac."""
    import torch

    return torch.ones(size, dtype=torch.uint8, device="mps")


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch):
    monkeypatch.setattr(apple, "_SEEN", set())
    monkeypatch.delenv(RATIO, raising=False)


def test_a_mac_that_has_not_used_its_gpu_is_left_alone(mac, validate):
    found = report()
    validate("report", found)
    assert found["device"] == "mps"
    assert found["backends"]["mps"] == {"built": True, "available": True}
    assert found["accelerator"] == {"name": "Apple M2 (simulated)", "memory": None, "cores": 10}
    for ended in (False, True):
        reading = memory.MemoryReader().read(ended=ended)
        assert reading["device"] == "mps"
        assert reading["allocated"] is reading["recommended"] is reading["limit"] is None
        assert reading["allocated_peak"] is None
    assert not mac.pool.used


def test_a_mac_that_uses_its_gpu_is_read(mac):
    kept = take(3 * MIB)
    reading = memory.MemoryReader().read()
    assert (reading["allocated"], reading["driver"]) == (kept.nbytes, 32 * MIB)
    assert reading["reserved"] is None
    assert reading["recommended"] == RECOMMENDED
    assert reading["limit"] == pytest.approx(1.7 * RECOMMENDED, abs=1)


@pytest.mark.parametrize(
    ("ratio", "limit"), [("0.0", None), ("1.5", 1.5 * RECOMMENDED), ("1.7", 1.7 * RECOMMENDED)]
)
def test_the_hard_limit_follows_the_watermark(mac, monkeypatch, ratio, limit):
    monkeypatch.setenv(RATIO, ratio)
    # As at the beginning of the next cell.
    backends.note_variables()
    kept = take(1)
    found = memory.MemoryReader().read()["limit"]
    assert found is limit is None or found == pytest.approx(limit, abs=1)
    assert kept.numel() == 1
    assert mac.pool.limit == found


@pytest.mark.parametrize("text", ["", "lots"])
def test_a_watermark_that_is_no_number_is_no_limit_as_torch_reads_it(mac, monkeypatch, text):
    # MPSAllocator.mm reads it by `strtod`, to which these are 0; the simulator does not play that.
    kept = take(3 * MIB)
    monkeypatch.setenv(RATIO, text)
    followed = Variables()
    for used in (False, True):
        followed.note({"import": True, "mps": used, "cuda": False})
    monkeypatch.setattr(apple, "FOLLOWED", followed)
    reading = memory.MemoryReader().read()
    assert reading["allocated"] == kept.nbytes
    assert (reading["recommended"], reading["limit"]) == (RECOMMENDED, None)


@pytest.mark.parametrize("release", ["2.4.1", "2.8.0", "2.12.0"])
def test_an_older_torch_on_a_mac_reports_no_memory_rather_than_touch_the_allocator(release):
    with play(release) as mac:
        reading = memory.MemoryReader().read(ended=True)
        assert (reading["device"], reading["allocated"]) == ("mps", None)
        found = report()
        assert found["device"] == "mps"
        # The simulator's label is there even where torch has no name to tell.
        assert found["accelerator"]["name"] == "Apple M2 (simulated)"
        assert found["mps"] == {
            "used": None,
            "detector": "names",
            **dict.fromkeys(("recommended", "limit", "largest_buffer")),
        }
        assert not mac.pool.used


def test_a_torch_that_answers_nonsense_is_not_reported(mac, monkeypatch, validate):
    import torch

    monkeypatch.setattr(torch.backends.mps, "get_name", lambda: "M\0" + "x" * 10_000)
    monkeypatch.setattr(torch.backends.mps, "get_core_count", None)
    monkeypatch.setattr(torch.backends, "cuda", None)
    found = report()
    validate("report", found)
    assert found["backends"]["cuda"] == {"built": None, "available": None}
    assert found["accelerator"]["cores"] is None
    assert len(found["accelerator"]["name"]) == 128


def test_no_cores_at_all_is_no_answer(mac, monkeypatch, validate):
    import torch

    monkeypatch.setattr(torch.backends.mps, "get_core_count", lambda: 0)
    found = report()
    validate("report", found)
    assert found["accelerator"]["cores"] is None


class TouchedError(Exception):
    """A learner's object was asked something."""


class Touchy:
    """A learner's object that minds being asked anything."""

    @property
    def __class__(self):
        raise TouchedError

    def __getattribute__(self, name):
        raise TouchedError


def of_a_tensor():
    return take(MIB)


def of_a_module():
    import torch

    return torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Linear(2, 2)).to("mps")


@pytest.mark.parametrize("make", [of_a_tensor, of_a_module])
def test_an_older_torch_is_known_to_use_mps_by_the_learners_names(make, monkeypatch):
    import torch

    names = sys.modules["__main__"].__dict__
    monkeypatch.setitem(names, "touchy", Touchy())
    monkeypatch.setitem(names, "on_the_cpu", torch.nn.Linear(1, 1))
    monkeypatch.setitem(names, "also_there", torch.ones(1))
    with play("2.8.0"):
        assert report()["mps"]["used"] is None
        assert memory.MemoryReader().read()["allocated"] is None
        monkeypatch.setitem(names, "x", None)
        names["x"] = make()
        found = report()["mps"]
        assert (found["used"], found["detector"]) == (True, "names")
        assert found["recommended"] == RECOMMENDED
        assert found["largest_buffer"] is None
        assert memory.MemoryReader().read()["allocated"] > 0
        names["x"] = None
        # The allocator stays when the tensor goes.
        assert memory.MemoryReader().read()["allocated"] == 0


def test_before_2_5_the_recommended_memory_is_not_reported(monkeypatch):
    with play("2.4.1"):
        monkeypatch.setitem(sys.modules["__main__"].__dict__, "x", take(3 * MIB))
        reading = memory.MemoryReader().read()
        assert (reading["allocated"], reading["driver"]) == (3 * MIB, 32 * MIB)
        assert reading["recommended"] is reading["limit"] is None


@pytest.mark.parametrize("release", ["2.12.0", "2.13.0"])
def test_the_exact_peak_is_told_at_a_cells_end_by_torch_since_2_13(release, monkeypatch):
    with play(release):
        kept, gone = take(MIB), take(3 * MIB)
        monkeypatch.setitem(sys.modules["__main__"].__dict__, "x", kept)
        del gone
        reader = memory.MemoryReader()
        ended, later = reader.read(ended=True), reader.read()
    assert ended["allocated"] == MIB
    assert ended["allocated_peak"] == (4 * MIB if release == "2.13.0" else None)
    assert later["allocated_peak"] is later["reserved"] is None


@pytest.mark.parametrize("version", ["2.4.1", "2.5.0", "2.9.1", "2.13.0", "2.15.0", "no version"])
def test_every_release_is_described(version, monkeypatch, validate):
    import torch

    older = version[:4] in ("2.4.", "2.5.", "2.9.")
    with play(version if older else None):
        if not older:
            monkeypatch.setattr(torch, "__version__", version)
        found = report()
    validate("report", found)
    assert found["device"] == "mps"
    assert found["torch"]["version"] == (version + "+simulated" if older else version)


def test_a_forked_child_is_told(mac, monkeypatch):
    import torch

    assert report()["torch"]["bad_fork"] is False
    monkeypatch.setattr(torch.mps, "_is_in_bad_fork", lambda: True)
    assert report()["torch"]["bad_fork"] is True


@pytest.mark.parametrize("has", [True, False])
def test_what_the_optimizers_have_is_asked_of_torch(mac, monkeypatch, has):
    import torch.utils._foreach_utils as lists

    for kind in ("fused", "foreach"):
        devices = ["cuda", *(["mps"] if has else [])]
        name = f"_get_{kind}_kernels_supported_devices"
        monkeypatch.setattr(lists, name, lambda found=devices: found)
    assert report()["optimizers"] == {"fused": has, "foreach": has}
    monkeypatch.delattr(lists, "_get_fused_kernels_supported_devices")
    assert report()["optimizers"] == {"fused": None, "foreach": has}
    monkeypatch.delitem(sys.modules, "torch.utils._foreach_utils")
    assert report()["optimizers"] is None
