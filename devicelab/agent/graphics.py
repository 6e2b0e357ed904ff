"""What is dear to learn about a Mac and rarely changes: its GPU, power mode and heat."""

from __future__ import annotations

import platform
import re

# By name: a learner's cell may put something else in its place.
from threading import Thread
from typing import Any

from . import commands, machine
from .text import clip


def facts(known: dict[str, Any] | None = None) -> dict[str, Any]:
    """gpu_cores, metal, low_power and thermal of the report's `host`; only what could be read.

    Args:
        known: what an earlier look has found: the GPU stays the same, and to ask
            `system_profiler` for it takes 250 to 300 ms.
    """
    if platform.system() != "Darwin":
        return {}
    gpu = {} if "metal" in (known or {}) else _gpu(commands.displays())
    found = {**gpu, "low_power": _low_power(), "thermal": _thermal()}
    return {key: value for key, value in found.items() if value is not None}


def look(seconds: float = 5.0) -> None:
    """Learn the facts for a report that somebody asked for; wait no longer than so many seconds."""
    if platform.system() == "Darwin":
        # A thread of its own: a program that hangs must not hold the learner's.
        thread = Thread(target=lambda: machine.learn(facts(machine.learnt())), daemon=True)
        thread.start()
        thread.join(seconds)


def _gpu(displays: list[dict[str, Any]]) -> dict[str, Any]:
    cores = next((c for c in (_number(d.get("sppci_cores")) for d in displays) if c), None)
    words = [w for w in (d.get("spdisplays_mtlgpufamilysupport") for d in displays) if w]
    return {"gpu_cores": cores, "metal": _metal(words) if displays else None}


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isdigit() else None


def _metal(words: list[Any]) -> str | bool:
    """`spdisplays_metal3` is Metal 3; a list of GPUs none of which names Metal has none."""
    for word in words:
        found = re.fullmatch(r"spdisplays_(?:mtlgpufamilysupport_)?metal(\d*)", str(word))
        if found:
            return "Metal " + found.group(1) if found.group(1) else "Metal"
    return clip(words[0], 32) if words else False


def _low_power() -> bool | None:
    for line in commands.lines("/usr/bin/pmset", "-g"):
        name, _, value = line.strip().partition(" ")
        if name == "lowpowermode" and value.strip() in ("0", "1"):
            return value.strip() == "1"
    return None


def _thermal() -> str | None:
    """`pmset -g therm` gives the share of its speed that the processor may use, in percent."""
    for line in commands.lines("/usr/bin/pmset", "-g", "therm"):
        name, _, value = line.partition("=")
        if name.strip() == "CPU_Speed_Limit" and value.strip().isdigit():
            return "nominal" if int(value) >= 100 else "throttled"  # noqa: PLR2004
    return None
