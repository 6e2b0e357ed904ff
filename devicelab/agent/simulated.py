"""Whether this process simulates a machine, and which: read from a mark, nothing is imported."""

from __future__ import annotations

import sys
from typing import Any

MARK = "_devicelab_simulated"


def facts() -> dict[str, Any] | None:
    """The simulated machine in plain values, or None where nothing is simulated."""
    found = getattr(sys.modules.get(MARK), "facts", None)
    return found if isinstance(found, dict) else None


def overlay(report: dict[str, Any]) -> dict[str, Any]:
    """`report` with the machine's facts replaced by the simulated one's."""
    mac = facts()
    if mac is None:
        return report
    return {
        **report,
        "sim": True,
        "os": {"system": mac["system"], "label": mac["os"], "version": mac["os"].split(" ")[-1]},
        "host": {
            **dict.fromkeys(report["host"]),
            "gpu_cores": mac["gpu_cores"],
            "translated": mac["rosetta"],
            "virtual": "Virtual" in mac["chip"],
            "container": False,
        },
        "python": {**report["python"], "machine": mac["machine"]},
        "chip": {"name": mac["chip"], "threads": mac["threads"], "cores": mac["cores"]},
        "memory_total": mac["memory"],
        "accelerator": _named(report["accelerator"], mac["chip"]),
    }


def _named(accelerator: Any, chip: str) -> Any:
    # Torch before 2.9 has no name to tell, and the label must be there.
    return accelerator and {**accelerator, "name": accelerator["name"] or chip}
