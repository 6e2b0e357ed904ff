"""Which NVIDIA GPU is asked, and whose its other processes are."""

from __future__ import annotations

import dataclasses
import os
import sys

import pytest
import torch
from fake_nvml import BARE, one_cut_gpu, two_gpus
from nvidia_gpu import FACTS

from devicelab.agent import memory, outside, report
from devicelab.agent import nvml as nvml_module
from devicelab.agent.nvml import Nvml

OWN, OTHER = 4711, 815


@pytest.fixture
def namespace(monkeypatch):
    """`namespace(number)`: this process counts others in the PID namespace of this number."""
    return lambda number: monkeypatch.setattr(os, "readlink", lambda _: f"pid:[{number}]")


@pytest.mark.parametrize(
    ("uuid", "use"),
    [
        (BARE.format(2), 0.2),
        ("GPU-" + BARE.format(2), 0.2),
        # Not the first GPU in its place.
        (BARE.format(7), None),
    ],
)
def test_a_gpu_is_found_by_its_uuid_with_and_without_its_kind(nvml, uuid, use):
    nvml(two_gpus())
    assert Nvml(uuid).use() == use


def test_a_slice_that_torch_uses_is_found(nvml, nvidia, monkeypatch, validate):
    nvidia(initialized=True)
    facts = type(FACTS)(**{**vars(FACTS), "name": FACTS.name + " MIG 1g.10gb"})
    facts.uuid = BARE.format(2)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda *_: facts)
    found = report()
    validate("report", found)
    assert found["cuda"]["devices"][0]["mig"] is True
    nvml(one_cut_gpu())
    assert Nvml(memory.MemoryReader().gpu_uuid()).use() == 0.32


@pytest.mark.parametrize(
    ("visible", "use"),
    [
        (None, 0.1),
        ("0", 0.1),
        ("1,0", 0.2),
        (" 1 , 0", 0.2),
        ("GPU-" + BARE.format(2), 0.2),
        # CUDA's own way to shorten one; and two GPUs begin like this.
        (("GPU-" + BARE.format(2))[:-1], None),
        ("MIG-" + BARE.format(1), None),
        ("", None),
        ("-1", None),
        ("2", None),
        ("NoDevFiles", None),
    ],
)
def test_before_cuda_is_used_it_is_the_first_that_this_process_may_see(
    nvml, monkeypatch, visible, use
):
    nvml(two_gpus())
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert Nvml(None).use() == use


def test_the_beginning_of_a_uuid_that_is_one_gpus_alone(nvml, monkeypatch):
    gpus = two_gpus()
    gpus[1].uuid = "GPU-8" + gpus[1].uuid[5:]
    nvml(gpus)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-8")
    assert Nvml(None).use() == 0.2


def test_of_unlike_gpus_the_first_is_known_only_where_cuda_counts_them_by_the_bus(
    nvml, monkeypatch
):
    gpus = two_gpus()
    gpus[0].name = "NVIDIA T400"
    nvml(gpus)
    assert Nvml(None).use() is None
    monkeypatch.setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    assert Nvml(None).use() == 0.1


@pytest.mark.parametrize(("visible", "use"), [(None, 0.31), ("MIG-" + BARE.format(2), 0.32)])
def test_of_a_gpu_that_is_cut_the_first_slice_is_seen(nvml, monkeypatch, visible, use):
    nvml(one_cut_gpu())
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert Nvml(None).use() == use


def listed(nvml, processes, uuid):
    gpus = [dataclasses.replace(gpu, processes=processes) for gpu in two_gpus()]
    nvml(gpus)
    return Nvml(uuid).others(OWN)


MACHINES_OWN, A_CONTAINERS = 4026531836, 4026532999
HELD, NOT_YET = BARE.format(1), None


@pytest.mark.parametrize(
    "case",
    [
        (MACHINES_OWN, HELD, [OWN, OTHER], [(OTHER, "python815")]),
        (MACHINES_OWN, HELD, [OWN], []),
        (MACHINES_OWN, NOT_YET, [OTHER], [(OTHER, "python815")]),
        (MACHINES_OWN, NOT_YET, [], []),
        # The driver refuses.
        (MACHINES_OWN, HELD, None, None),
        # This process holds the GPU and is not among them: one of them may be it.
        (A_CONTAINERS, HELD, [OTHER], None),
        (A_CONTAINERS, HELD, [], None),
        # An older torch tells no UUID, and the numbers are not ours.
        (A_CONTAINERS, NOT_YET, [OTHER], None),
        # A container that shares the machine's numbers for processes.
        (A_CONTAINERS, HELD, [OWN, OTHER], [(OTHER, "python815")]),
    ],
)
def test_others_are_told_only_where_this_process_is_told_from_them(nvml, namespace, case):
    number, uuid, processes, others = case
    namespace(number)
    assert listed(nvml, processes, uuid) == others


def test_where_nobody_can_say_how_processes_are_counted_none_are_told(nvml, monkeypatch):
    def unreadable(_):
        raise FileNotFoundError

    monkeypatch.setattr(os, "readlink", unreadable)
    monkeypatch.setattr(nvml_module.os, "name", "posix")
    assert listed(nvml, [OTHER], NOT_YET) is None


def test_without_the_library_nothing_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", None)
    found = Nvml(None)
    assert (found.use(), found.power(), found.others(OWN)) == (None, None, None)


def test_the_helper_names_who_else_uses_the_gpu(nvml, monkeypatch):
    monkeypatch.setattr(outside, "_MAC", False)
    gpus = two_gpus()
    gpus[0].processes = [os.getpid(), OTHER]
    nvml(gpus)
    found = outside.Reader(os.getpid(), HELD).read()
    assert found["gpu_others"] == [{"pid": OTHER, "name": "python815", "share": None}]
    assert found["gpu_use"] == 0.1
    gpus[0].processes = None
    assert outside.Reader(os.getpid(), HELD).read().get("gpu_others") is None
