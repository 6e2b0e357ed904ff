"""Any fact may be missing, on a Mac or in torch: then it is not reported, and nothing fails."""

from __future__ import annotations

import copy
import importlib
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded_mac import VM_STAT, load, pretend, torch_of

from devicelab.agent import graphics, helper, helper_line, memory, outside, report

KERNEL = 7
tried = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


def paths(told, above=()):
    """Where the parts of dicts and lists are: each key and each entry, however deep."""
    parts = told.items() if isinstance(told, dict) else enumerate(told)
    for key, part in parts:
        # An entry less would say less work, and no entry that there was none: both are true figures.
        if above[-1:] != ("AppUsage",):
            yield (*above, key)
        if isinstance(part, (dict, list)):
            yield from paths(part, (*above, key))


def without(told, gone, above=()):
    """`told` less its parts at the paths `gone`."""
    if isinstance(told, dict):
        kept = {key: part for key, part in told.items() if (*above, key) not in gone}
        return {key: without(part, gone, (*above, key)) for key, part in kept.items()}
    if isinstance(told, list):
        kept = [(n, part) for n, part in enumerate(told) if (*above, n) not in gone]
        return [without(part, gone, (*above, n)) for n, part in kept]
    return told


def some_of(told):
    """Any of the paths, and none at all."""
    return st.sets(st.sampled_from(sorted(paths(told), key=str)))


def told_or_not(found, whole):
    """Each figure as it is with nothing missing, or not at all."""
    return {key: value for key, value in found.items() if value not in (None, whole[key])}


def of_a_mac(name):
    """What a Mac says beside torch: the fixture's facts, two users of its GPU, its memory."""
    fixture = load(name)
    fixture["sysctl"]["vm.swapusage"] = "\0" * 16 + "\0\0\0\1" + "\0" * 4
    fixture["ioreg"] = {"AGXDeviceUserClient": [_client(KERNEL, 1), _client(8, 2, 3)]}
    fixture["lines"] = {
        "vm_stat ": VM_STAT.splitlines(),
        "pmset -g": [" lowpowermode 1"],
        "pmset -g therm": ["CPU_Speed_Limit = 54"],
    }
    return fixture


def _client(pid, *seconds):
    usage = [{"API": "Metal", "accumulatedGPUTime": s * 10**9} for s in seconds]
    return {"IOUserClientCreator": f"pid {pid}, program", "AppUsage": usage}


def see(patch, fixture):
    """Have the agent see this Mac; its clients have had their GPU time as often as `fixture` says."""
    lines = fixture.get("lines", {})
    fixture["commands"] = {words: "\n".join(printed) for words, printed in lines.items()}
    pretend(patch, fixture)


# Without these there is no such fixture, and no such machine.
ALWAYS = ("about", "python_machine", "macos", "torch")


def dropped(data, fixture):
    """The fixture less some of its facts."""
    facts = {key: part for key, part in fixture.items() if key not in ALWAYS}
    gone = data.draw(some_of(facts))
    return {"sysctl": {}, **{key: fixture[key] for key in ALWAYS}, **without(facts, gone)}


def the_report(fixture):
    with pytest.MonkeyPatch.context() as patch:
        see(patch, fixture)
        graphics.look()
        return report()


@tried
@given(data=st.data())
def test_whatever_is_missing_of_a_mac_is_not_reported_and_never_0(data, no_torch, validate):
    fixture = of_a_mac(data.draw(st.sampled_from(["m3-pro", "m4", "virtual", "intel"])))
    whole, found = the_report(fixture), the_report(dropped(data, fixture))
    validate("report", found)
    # A list of GPUs none of which names Metal says that there is no Metal.
    assert told_or_not(found["host"], whole["host"]) in ({}, {"metal": False})
    assert found["memory_total"] in (None, whole["memory_total"])
    assert found["chip"]["name"] in (None, whole["chip"]["name"])
    kinds = found["chip"]["cores"]
    assert kinds == [kind for kind in whole["chip"]["cores"] if kind in kinds]


def the_reading(fixture):
    """The second reading of a helper, after 2 s in which each client had that time again."""
    clock = [100.0]
    with pytest.MonkeyPatch.context() as patch:
        see(patch, fixture)
        patch.setattr(outside, "_MAC", True)
        patch.setattr(outside, "time", SimpleNamespace(monotonic=lambda: clock[0]))
        reader = outside.Reader(KERNEL, None)
        clock[0] += 2
        _double(fixture.get("ioreg", {}).get("AGXDeviceUserClient", []))
        return helper._reading(helper_line.of_reading(reader.read()))


def _double(clients):
    for part in (part for client in clients for part in client.get("AppUsage", [])):
        if "accumulatedGPUTime" in part:
            part["accumulatedGPUTime"] *= 2


def a_sample(**parts):
    """A sample of these parts."""
    rest = {
        "seq": 1,
        "t_mono": 1.0,
        "t_wall": 1.0,
        "phase": "ended",
        "run": {"n": 1, "cell_id": None, "execution_count": None, "seconds": 1.0},
        "period": 1.0,
        "slowdown": 1,
        "sim": True,
        "peak": dict.fromkeys(("rss", "allocated", "driver", "reserved")),
        **dict.fromkeys(("gap_ms", "cost_us", "error", "host")),
    }
    return {"v": 2, "kind": "sample", "epoch": "0" * 32, **rest, "mem": memory.NOTHING, **parts}


def test_a_mac_that_tells_all_is_read_whole():
    found = the_reading(of_a_mac("m4"))
    told = {key for key, value in found.items() if value not in (None, [])}
    assert told == {*helper_line.FIELDS, "gpu_others"} - {"power_w", "footprint"}
    assert (found["gpu_use"], found["gpu_own"]) == (3.0, 0.5)


@tried
@given(data=st.data())
def test_whatever_is_missing_is_left_out_of_a_reading(data, validate):
    fixture = of_a_mac("m4")
    whole = the_reading(copy.deepcopy(fixture))
    found = the_reading(dropped(data, copy.deepcopy(fixture)))
    validate("sample", a_sample(host=found))
    # Of two users, one or both may not be told of.
    assert found.pop("gpu_use") in (None, 0.5, 2.5, 3.0)
    assert all(user in whole["gpu_others"] for user in found.pop("gpu_others"))
    assert told_or_not(found, whole) == {}


# What the agent asks of torch, by the part of torch that answers.
ASKED = {
    "torch.backends.mps": "is_built is_available get_name get_core_count is_macos_or_newer",
    "torch.mps": "current_allocated_memory driver_allocated_memory recommended_max_memory _is_in_bad_fork",
    "torch._C": "_mps_maxBufferLength _accelerator_isAllocatorInitialized",
    "torch.accelerator": "memory_stats",
    "torch.backends.cuda": "is_built",
    "torch.cuda": "is_initialized _device_count_nvml _is_in_bad_fork",
    "torch.xpu": "_is_compiled is_initialized",
    "torch.version": "cuda hip",
    "torch.utils._foreach_utils": (
        "_get_fused_kernels_supported_devices _get_foreach_kernels_supported_devices"
    ),
    "torch": "mps cuda xpu version accelerator backends",
}
NAMES = [(part, name) for part, names in ASKED.items() for name in names.split()]


def _look():
    reader = memory.MemoryReader()
    reader.note_current_device()
    return report(), reader.read(ended=True), reader.gpu_uuid()


@pytest.mark.parametrize("name", ["m4", "intel"])
def test_whatever_is_missing_of_torch_is_not_reported_and_never_0(name, monkeypatch, validate):
    import torch

    @tried
    @given(gone=st.sets(st.sampled_from(NAMES)))
    def holds(gone):
        with pytest.MonkeyPatch.context() as patch:
            for part, asked in gone:
                patch.delattr(importlib.import_module(part), asked, raising=False)
            found, read, uuid = _look()
        validate("report", found)
        validate("sample", a_sample(mem=read))
        changing = ("rss", "system_available")
        assert told_or_not({k: v for k, v in read.items() if k not in changing}, whole) == {}
        assert 0 not in (read["rss"], read["system_available"], uuid)

    with torch_of(load(name)):
        pretend(monkeypatch, load(name))
        kept = torch.ones(3 << 20, dtype=torch.uint8, device="mps" if name == "m4" else "cpu")
        whole = _look()[1]
        assert kept.numel() == 3 << 20
        assert whole["allocated"] == (kept.nbytes if name == "m4" else None)
        holds()


def _refuse(*_):
    raise RuntimeError("CUDA error: device-side assert triggered")


def test_a_gpu_in_a_state_of_error_is_no_fault_of_the_agent(with_torch):
    cuda = SimpleNamespace(
        is_initialized=lambda: True, current_device=_refuse, get_device_properties=_refuse
    )
    with_torch(SimpleNamespace(cuda=cuda, Tensor=object, _C=object))
    reader = memory.MemoryReader()
    reader.note_current_device()
    assert reader.gpu_uuid() is None
    found = reader.read(ended=True)
    assert (found["device"], found["limit"]) == ("cuda", None)
