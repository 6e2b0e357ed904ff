"""Autocast and random generators for the simulated device."""

from __future__ import annotations

from typing import Any

import torch

from devicelab.simulator import devices
from devicelab.simulator.patches import Patches
from devicelab.simulator.session import Session


def install(patches: Patches, session: Session) -> None:
    """Replace `torch.autocast` under its three names, its questions, and `torch.Generator`."""
    autocast = _autocast(session)
    for home in (torch, torch.amp, torch.amp.autocast_mode):
        patches.set(home, "autocast", autocast)
    for name in ("is_autocast_enabled", "get_autocast_dtype"):
        _ask_cpu(patches, name)
    patches.set(torch, "Generator", _generator())


def _autocast(session: Session) -> Any:
    plain = torch.amp.autocast_mode.autocast

    class autocast(plain):  # type: ignore[misc, valid-type]  # noqa: N801
        """torch.autocast; on the simulated device the CPU's, float16 unless told otherwise."""

        def __init__(self, device_type: str, dtype: Any = None, **kwargs: Any) -> None:
            session.autocast[device_type] += 1
            if device_type == "mps":
                device_type, dtype = "cpu", dtype or torch.float16
            super().__init__(device_type, dtype=dtype, **kwargs)

    return autocast


def _ask_cpu(patches: Patches, name: str) -> None:
    """`torch.get_autocast_dtype("mps")` inside an autocast that runs as the CPU's."""
    plain, enabled = getattr(torch, name), torch.is_autocast_enabled

    def ask(*args: Any) -> Any:
        return plain("cpu" if args == ("mps",) and enabled("cpu") else args[0]) if args else plain()

    patches.set(torch, name, ask)


def _generator() -> Any:
    plain = torch.Generator

    class Kind(type(plain)):  # type: ignore[misc]
        """So that generators made before or by torch itself still count as one."""

        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, plain)

    class Generator(plain, metaclass=Kind):  # type: ignore[misc, valid-type]
        """torch.Generator; for `mps` one with the CPU's numbers that says mps."""

        def __new__(cls, device: Any = "cpu") -> Any:
            on_mps = devices.is_mps(device)
            made = super().__new__(cls, device="cpu" if on_mps else device)
            made._on_mps = on_mps
            return made

        @property
        def device(self) -> torch.device:
            """Where its numbers are drawn."""
            return torch.device("mps", 0) if self._on_mps else super().device

    return Generator
