"""What is dear to learn about a Mac and rarely changes: its GPU, power mode and heat."""

from __future__ import annotations

import platform
import re
from typing import Any

from . import commands
from .text import clip


def facts() -> dict[str, Any]:
    """gpu_cores, metal, low_power and thermal of the report's `host`; only what is known."""
    if platform.system() != "Darwin":
        return {}
    found = {**_gpu(commands.displays()), "low_power": _low_power(), "thermal": _thermal()}
    return {key: value for key, value in found.items() if value is not None}


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
