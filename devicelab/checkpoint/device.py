"""Where a check runs: the facts that a verdict and a receipt carry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from devicelab.agent import report


@dataclass(frozen=True)
class DeviceFacts:
    """`type` is null where torch is absent or was never needed."""

    type: str | None
    name: str | None
    torch: str | None
    python: str
    os: str
    sim: bool

    def short(self) -> dict[str, str | None]:
        """Give the verdict's form."""
        return {"type": self.type, "name": self.name}

    def full(self) -> dict[str, str | None]:
        """Give the receipt's form."""
        return {**self.short(), "torch": self.torch, "python": self.python, "os": self.os}


_forced: list[str] = []


@contextmanager
def forced(name: str) -> Iterator[None]:
    """Make `best_device` give this device in the block, for a lane of the self-test."""
    _forced.append(name)
    try:
        yield
    finally:
        _forced.pop()


def best_device() -> Any:
    """Give the accelerator if one is usable here, else the CPU, as `torch.device`.

    `torch.accelerator` came with torch 2.6; before that each backend is asked.
    """
    import torch

    if _forced:
        return torch.device(_forced[-1])
    accelerator = getattr(torch, "accelerator", None)
    if accelerator is not None:
        found = accelerator.current_accelerator() if accelerator.is_available() else None
        return found or torch.device("cpu")
    return torch.device(next((n for n in ("cuda", "mps", "xpu") if _usable(torch, n)), "cpu"))


def _usable(torch: Any, backend: str) -> bool:
    module = torch.backends.mps if backend == "mps" else getattr(torch, backend, None)
    return bool(module is not None and module.is_available())


def facts() -> DeviceFacts:
    """Read the facts from the agent; torch is asked only if it has been imported already."""
    told = report()
    loaded = told["device"] is not None
    # A GPU is named only once CUDA is in use; the CPU's name beside it would be another device's.
    chip = told["chip"] if told["device"] == "cpu" else told["accelerator"]
    return DeviceFacts(
        type=told["device"],
        name=chip["name"] if loaded and chip else None,
        torch=told["torch"]["version"] if loaded else None,
        python=told["python"]["version"],
        os=told["os"]["label"],
        sim=told["sim"],
    )
