"""The report: facts about machine and torch that rarely change."""

from __future__ import annotations

from typing import Any

from . import backends, host, machine, simulated

# Two agents of one number understand each other; another number replaces the agent that is there.
PROTOCOL = 2


class Report(dict[str, Any]):
    """Facts that a `user_expressions` reply carries as `application/json`."""

    def _repr_json_(self) -> dict[str, Any]:
        return dict(self)

    def __repr__(self) -> str:
        return "<devicelab report>"


def compose(epoch: str) -> dict[str, Any]:
    """A report of the agent `epoch`, following `protocol/report.schema.json`."""
    own = {"v": PROTOCOL, "kind": "report", "epoch": epoch, "sim": False}
    found = {"host": machine.describe(), **host.describe(), **backends.describe()}
    return Report(simulated.overlay({**own, **found}))
