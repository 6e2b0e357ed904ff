"""The helper: reads beside the kernel what would cost too much inside it.

A process of its own, started while a long cell runs. It prints one line of JSON
every two seconds, and a last one when its input brings a byte or closes, which
happens as the cell ends and at the latest with the kernel.
"""

from __future__ import annotations

import os
import platform
import select
import time
from typing import Any

from . import graphics, helper_line, mac_memory, metal_use, procfs
from .metal_use import MetalUse
from .nvml import Nvml
from .text import clip

PERIOD = 2.0
# Over less time a share of the GPU would be of a moment: what was read last stands.
_SHORTEST = 1.0
_OTHERS, _NAME = 5, 20
_MAC = platform.system() == "Darwin"


class Reader:
    """Reads the sample's `host` of one kernel process."""

    def __init__(self, pid: int, uuid: str | None) -> None:
        self._pid = pid
        self._metal = MetalUse()
        self._nvml = Nvml(uuid) if not _MAC else None
        self._round = 0
        self._footprint: int | None = None
        # A mean has a beginning: the first look.
        self._shares, self._looked = self._gpu(), time.monotonic()

    def read(self, ended: bool = False) -> dict[str, Any]:
        """What is known now, or as the cell ends; what is not known is left out."""
        self._round += 1
        if time.monotonic() - self._looked >= _SHORTEST:
            self._shares, self._looked = self._gpu(), time.monotonic()
        found = {**self._memory(), **self._shares}
        # Adding up a process's pages holds its memory map for some milliseconds.
        if ended or self._round % 2:
            self._footprint = (mac_memory if _MAC else procfs).footprint(self._pid)
        found["footprint"] = self._footprint
        return {key: value for key, value in found.items() if value is not None}

    def _memory(self) -> dict[str, Any]:
        if _MAC:
            own = {"pressure": mac_memory.pressure(), "swap_used": mac_memory.swap_used()}
            return {**own, **mac_memory.parts(), "gpu_memory": metal_use.memory()}
        total, free = procfs.memory("SwapTotal"), procfs.memory("SwapFree")
        swap = None if total is None or free is None else total - free
        gpu = self._nvml.memory() if self._nvml is not None else None
        return {"swap_used": swap, "cached": procfs.memory("Cached"), "gpu_memory": gpu}

    def _gpu(self) -> dict[str, Any]:
        if self._nvml is None:
            return self._metal_shares()
        others = self._nvml.others(self._pid)
        users = None if others is None else _users([(pid, name, None) for pid, name in others])
        use, power = self._nvml.use(), self._nvml.power()
        return {"gpu_use": use, "power_w": power, "gpu_others": users}

    def _metal_shares(self) -> dict[str, Any]:
        shares = self._metal.look(time.monotonic())
        if shares is None:
            return {}
        own = shares.get(self._pid)
        others = [(p, n, s) for p, (n, s) in shares.items() if p != self._pid and s > 0]
        return {
            "gpu_use": sum(share for _, share in shares.values()),
            "gpu_own": own[1] if own else None,
            "gpu_others": _users(sorted(others, key=lambda user: -user[2])),
        }


def _users(users: list[Any]) -> list[dict[str, Any]]:
    return [
        {"pid": pid, "name": clip(name, _NAME) if name else None, "share": share}
        for pid, name, share in users[:_OTHERS]
    ]


def main(pid: int, uuid: str | None, known: dict[str, Any] | None = None) -> None:
    """Print what is not `known` yet, readings until the input says that it is over, and one more."""
    reader, kernel = Reader(pid, uuid), os.getppid()
    facts = graphics.facts(known)
    if facts:
        _say(helper_line.of_facts(facts))
    # A process that the kernel has forked may outlive it and keep the input open.
    while not select.select([0], [], [], PERIOD)[0] and os.getppid() == kernel:
        _say(helper_line.of_reading(reader.read()))
    _say(helper_line.of_reading(reader.read(ended=True)))


def _say(text: bytes) -> None:
    try:
        os.write(1, text)
    except OSError:  # Nobody reads any more.
        raise SystemExit from None
