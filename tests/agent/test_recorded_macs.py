"""What the agent makes of Macs that the tests don't have."""

from __future__ import annotations

import pytest
import recorded_mac
from recorded_mac import VM_STAT, load, pretend, torch_of

from devicelab.agent import commands, graphics, mac_memory, metal_use, report

GIB = 2**30
# chip, cores, GPU cores, Metal, macOS, GiB, translated, virtual, device
EXPECTED = {
    "m1": ("Apple M1", "4P 4E", 8, "Metal 3", "14.5", 16, False, False, "mps"),
    "m2": ("Apple M2", "4P 4E", 8, "Metal 3", "15.3", 16, False, False, "mps"),
    "m3-pro": ("Apple M3 Pro", "6P 6E", 18, "Metal 3", "26.1", 36, False, False, "mps"),
    "m4": ("Apple M4", "4P 6E", 10, "Metal 3", "15.3", 24, False, False, "mps"),
    "m4-max": ("Apple M4 Max", "12P 4E", 40, "Metal 3", "15.3", 64, False, False, "mps"),
    "m5": ("Apple M5", "4S 6E", 10, "Metal 4", "26.1", 32, False, False, "mps"),
    "intel": (
        "Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz",
        "",
        None,
        "Metal 3",
        "14.5",
        16,
        False,
        False,
        "cpu",
    ),
    "rosetta": ("Apple M2", "4P 4E", 8, "Metal 3", "15.3", 16, True, False, "cpu"),
    "virtual": ("Apple M1 (Virtual)", "3P", None, "Metal 3", "14.5", 7, False, True, "mps"),
    "macos-13": ("Apple M1", "4P 4E", 8, "Metal 3", "13.6.7", 8, False, False, "cpu"),
    "empty": (None, "", None, None, None, None, None, None, None),
    "truncated": ("Apple M2", "", None, None, "15.3", None, None, None, None),
}


def _seen(found):
    cores = " ".join(f"{kind['count']}{kind['name'][0]}" for kind in found["chip"]["cores"])
    host, size = found["host"], found["memory_total"]
    told = [found["chip"]["name"], cores, host["gpu_cores"], host["metal"], found["os"]["version"]]
    return (*told, size and size // GIB, host["translated"], host["virtual"], found["device"])


def test_each_fixture_is_expected():
    assert sorted(EXPECTED) == recorded_mac.NAMES


def _expect(name, validate):
    graphics.look()
    found = report()
    validate("report", found)
    assert _seen(found) == EXPECTED[name]
    assert found["os"]["system"] == "Darwin"
    assert found["sim"] is False


@pytest.mark.parametrize("name", [name for name in EXPECTED if load(name)["torch"]])
def test_a_recorded_mac(name, monkeypatch, validate):
    fixture = load(name)
    assert fixture["about"]["sources"]
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        _expect(name, validate)


@pytest.mark.parametrize("name", [name for name in EXPECTED if not load(name)["torch"]])
def test_a_recorded_mac_without_torch(name, monkeypatch, no_torch, validate):
    pretend(monkeypatch, load(name))
    _expect(name, validate)


def _client(pid, name, *times):
    usage = [{"API": "Metal", "accumulatedGPUTime": time} for time in times]
    return {"IOUserClientCreator": f"pid {pid}, {name}", "AppUsage": usage}


def test_shares_of_the_gpu_between_two_looks(monkeypatch):
    fixture = {"ioreg": {"AGXDeviceUserClient": []}, "sysctl": {}}
    monkeypatch.setattr(commands, "answer", lambda *words: recorded_mac._answer(fixture, *words))
    use = metal_use.MetalUse()
    clients = fixture["ioreg"]
    clients["AGXDeviceUserClient"] = [
        _client(7, "python", 10**9, 10**9),
        _client(8, "gone", 5 * 10**9),
        _client(9, "old", 9 * 10**9),
    ]
    assert use.look(100.0) is None
    clients["AGXDeviceUserClient"] = [
        _client(7, "python", 2 * 10**9),
        _client(7, "python", 10**9),
        _client(9, "new", 10**9),
        _client(11, "late", 4 * 10**9),
    ]
    # 1 s of GPU time in 2 s; 8 has gone, 9 is another process, 11 came with its time.
    assert use.look(102.0) == {7: ("python", pytest.approx(0.5))}


@pytest.mark.parametrize("name", ["empty", "truncated"])
def test_answers_that_are_no_answers(monkeypatch, name):
    pretend(monkeypatch, load(name))
    assert metal_use.accumulated() == {}
    assert graphics.facts() == {}
    assert mac_memory.parts() == {}
    assert mac_memory.pressure() is mac_memory.swap_used() is None


def test_a_macs_memory_is_divided_as_activity_monitor_does(monkeypatch):
    fixture = {**load("m2"), "commands": {"vm_stat ": VM_STAT}}
    pretend(monkeypatch, fixture)
    page = 16384
    assert mac_memory.parts() == {
        "wired": 200 * page,
        "compressed": 80 * page,
        "app": (400 + 300 + 50 - 150) * page,
        "cached": 150 * page,
    }


@pytest.mark.parametrize(
    ("printed", "low_power", "thermal"),
    [
        (" lowpowermode         1\n", True, None),
        (" lowpowermode         0\n", False, None),
        ("nothing of the kind\n", None, None),
    ],
)
def test_low_power_mode(monkeypatch, printed, low_power, thermal):
    fixture = {**load("m2"), "commands": {"pmset -g": printed}}
    pretend(monkeypatch, fixture)
    assert graphics.facts().get("low_power") is low_power
    assert graphics.facts().get("thermal") is thermal


@pytest.mark.parametrize(
    ("printed", "word"),
    [("\tCPU_Speed_Limit \t= 100\n", "nominal"), ("\tCPU_Speed_Limit \t= 54\n", "throttled")],
)
def test_heat(monkeypatch, printed, word):
    fixture = {**load("m2"), "commands": {"pmset -g therm": printed}}
    pretend(monkeypatch, fixture)
    assert graphics.facts()["thermal"] == word
