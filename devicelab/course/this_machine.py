"""The machine that the kernel runs on, as a card: what the agent and torch say of it."""

from __future__ import annotations

from typing import Any

import torch

from devicelab.agent import report
from devicelab.checkpoint.device import best_device

_GIB = 2**30


def card() -> dict[str, Any]:
    """Return chip, cores, threads, ram_gib, gpu, gpu_cores and budget_gib; None is "not reported"."""
    told, device = report(), best_device()
    size = told["host"]["memory_limit"] or told["memory_total"]
    accelerator = told["accelerator"] or {}
    budget = _budget(device)
    return {
        "chip": told["chip"]["name"],
        "cores": [(kind["name"], kind["count"]) for kind in told["chip"]["cores"]] or None,
        "threads": told["chip"]["threads"],
        "ram_gib": size and size / _GIB,
        "gpu": _name(device, accelerator.get("name")),
        "gpu_cores": accelerator.get("cores"),
        "budget_gib": budget and budget / _GIB,
    }


def _name(device: torch.device, told: str | None) -> str | None:
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return told if device.type != "cpu" else None


def _budget(device: torch.device) -> int | None:
    """Bytes that the accelerator may use; None without one, or where torch does not tell."""
    if device.type == "cuda":
        return int(torch.cuda.get_device_properties(device).total_memory)
    ask = getattr(torch.mps, "recommended_max_memory", None) if device.type == "mps" else None
    return int(ask()) if ask else None
