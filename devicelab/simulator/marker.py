"""Tells whoever looks that this process is a simulated machine, without an import of ours.

`sys.modules["_devicelab_simulated"].facts` is then a dict of plain values, in the
words of a report: the agent reads it (`devicelab/agent/simulated.py`).
"""

from __future__ import annotations

import sys
import types

from devicelab.simulator.profiles import Profile

NAME = "_devicelab_simulated"


def put(profile: Profile, version: str | None = None) -> None:
    """Leave the mark; `version` is that of an older torch, where one is played."""
    kinds = (("Performance", profile.performance), ("Efficiency", profile.efficiency))
    marker = types.ModuleType(NAME)
    marker.facts = {  # type: ignore[attr-defined]
        "name": f"{profile.name} (simulated)",
        "system": "Darwin",
        "os": f"macOS {profile.macos}",
        "machine": profile.machine,
        "rosetta": profile.rosetta,
        "chip": profile.device_name,
        "threads": profile.performance + profile.efficiency,
        "cores": [{"name": name, "count": count} for name, count in kinds if count],
        "gpu_cores": profile.gpu_cores or None,
        "memory": profile.memory,
        "recommended": profile.recommended if profile.available else None,
        "verified": profile.verified,
        "torch": version,
    }
    sys.modules[NAME] = marker


def take_away() -> None:
    """Remove the mark."""
    sys.modules.pop(NAME, None)
