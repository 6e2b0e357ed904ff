"""A Mac's answers, from a file: what the agent asks of the system and of torch.

Each fixture names where its values come from; none was recorded on a machine of
ours. The one stand-in for macOS: what asks the system goes through `sysctl`,
`commands` and `platform`, and these are what it replaces. Torch's part is the simulator's.
"""

from __future__ import annotations

import json
import platform
import plistlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import devicelab
from devicelab.agent import cgroup, commands, host, machine, procfs, sysctl
from devicelab.simulator import Profile, marker
from devicelab.simulator.texts import parse

FOLDER = Path(__file__).parents[1] / "agent" / "fixtures"
# Lines of macOS's vm_stat; the figures are made up, the page size is Apple silicon's.
VM_STAT = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10.
Pages active:                            400.
Pages inactive:                          300.
Pages speculative:                        50.
Pages throttled:                           0.
Pages wired down:                        200.
Pages purgeable:                          30.
"Translation faults":                 123456.
File-backed pages:                       120.
Pages occupied by compressor:             80.
"""
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    """The fixture of a name."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def _bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode() + b"\0"
    return value.to_bytes(8 if value >= 2**31 else 4, sys.byteorder)


def _answer(fixture: dict[str, Any], *words: str) -> bytes:
    told = fixture.get("commands", {}).get(words[0].rsplit("/", 1)[-1] + " " + " ".join(words[1:]))
    if told is not None:
        return told.encode()
    if words[0].endswith("system_profiler"):
        listed = fixture.get("system_profiler")
        return (listed if isinstance(listed, str) else json.dumps(listed)).encode()
    if words[0] == commands.IOREG:
        wanted = words[words.index("-c") + 1]
        listed = fixture.get("ioreg", {}).get(wanted)
        text = fixture.get("ioreg_text", "")
        return plistlib.dumps(listed) if listed is not None else text.encode()
    return b""


def pretend(monkeypatch: pytest.MonkeyPatch, fixture: dict[str, Any]) -> None:
    """Have the agent see the Mac of a fixture, and nothing of this machine."""
    values = fixture["sysctl"]
    monkeypatch.setattr(
        sysctl, "raw", lambda name: _bytes(values[name]) if name in values else None
    )
    monkeypatch.setattr(commands, "answer", lambda *words: _answer(fixture, *words))
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(platform, "machine", lambda: fixture["python_machine"])
    monkeypatch.setattr(
        platform, "mac_ver", lambda: (fixture["macos"], ("", "", ""), fixture["python_machine"])
    )
    monkeypatch.setattr(host.sys, "platform", "darwin")
    monkeypatch.setattr(host, "psutil", None)
    monkeypatch.setattr(host, "_process", None)
    monkeypatch.setattr(host, "_lines", lambda path: [])
    monkeypatch.setattr(machine, "LEARNT", {})
    monkeypatch.setattr(cgroup, "tightest", lambda: None)
    for name in ("_STATM", "_MEMINFO"):
        monkeypatch.setattr(procfs, name, procfs.ProcFile("/nowhere"))


def profile_of(fixture: dict[str, Any]) -> Profile:
    """The Mac of a fixture that has a torch, as the simulator takes it."""
    told, values = fixture["torch"], fixture["sysctl"]
    return Profile(
        name="recorded",
        chip=values["machdep.cpu.brand_string"],
        performance=values.get("hw.perflevel0.physicalcpu", 0),
        efficiency=values.get("hw.perflevel1.physicalcpu", 0),
        gpu_cores=_gpu_cores(fixture),
        memory_gib=values["hw.memsize"] // 2**30,
        macos=fixture["macos"],
        built=told["built"],
        available=told["available"],
        largest_buffer=told.get("largest_buffer"),
    )


def _gpu_cores(fixture: dict[str, Any]) -> int:
    listed = fixture.get("system_profiler") or {}
    (gpu,) = listed.get("SPDisplaysDataType") or [{}]
    return int(gpu.get("sppci_cores", 0))


@contextmanager
def torch_of(fixture: dict[str, Any]) -> Iterator[None]:
    """Have torch answer as on the Mac of a fixture that has one: the simulator does.

    Its mark is taken away, for it stands before what a machine says of itself, and that
    is what the fixture is about.
    """
    import torch

    told = fixture["torch"]
    # What a newer torch than the one here said is played with the one here.
    older = parse(told["version"]) < parse(torch.__version__)
    with devicelab.simulate(profile_of(fixture), torch_release=told["version"] if older else None):
        marker.take_away()
        yield
