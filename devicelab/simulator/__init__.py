"""A CPU that behaves as a named Mac, and says that it is simulated.

Nothing here imports torch until a simulation is switched on.
"""

from __future__ import annotations

from typing import Any

from devicelab.simulator.profiles import PROFILES, Profile, UnknownProfileError

__all__ = [
    "PROFILES",
    "Profile",
    "UnknownProfileError",
    "active",
    "imagined",
    "running",
    "simulate",
]


def simulate(
    name: str | Profile | None,
    *,
    torch_texts: str | None = None,
    torch_release: str | None = None,
) -> Any:
    """Make this process behave as the machine `name`, or as itself again with None.

    Returns the simulation (`stop()`, `faults`, `fallbacks`, …), or None. Works on what
    is imported from torch later; see `docs/simulator.md` for what it can't show.
    `torch_texts` chooses a release's sentences, `torch_release` also its functions.

    Raises:
        NewerReleaseError: `torch_release` is newer than the torch installed.
        RefusedError: This is a Mac with MPS of its own.
        UnknownProfileError: There is no such machine.
    """
    from devicelab.simulator import switch

    return switch.simulate(name, torch_texts=torch_texts, torch_release=torch_release)


def imagined(profile: Profile) -> Any:
    """Have torch answer as a machine in a `with` block, unmarked: for who asks "what if"."""
    from devicelab.simulator import switch

    return switch.imagined(profile)


def running() -> Any:
    """Return the simulation of this process, or None."""
    import sys

    switch = sys.modules.get("devicelab.simulator.switch")
    return switch.running() if switch else None


def active() -> Profile | None:
    """Return the machine that this process simulates, or None."""
    simulation = running()
    found: Profile | None = simulation.profile if simulation else None
    return found
