"""A diagnosis and the facts around it, in one order for every place that shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .facts import fact_rows, limit_rows, mac_rows
from .tree import Diagnosis, diagnose
from .words import Command

GLYPHS = {"ready": "●", "cpu": "▲", "none": "○", "bad": "◆"}
#: The panel says the same in its band.
SIMULATED = "Simulated Mac: numbers are a model."
_PLACES = {"cell": "In a cell:", "terminal": "In a terminal:"}


@dataclass(frozen=True)
class Sheet:
    """What a doctor says: the diagnosis first, then facts and limits."""

    diagnosis: Diagnosis
    facts: list[tuple[str, str]]
    limits: list[tuple[str, str]]
    sim: bool = False

    @property
    def title(self) -> str:
        """The headline with its shape."""
        return f"{GLYPHS[self.diagnosis.shape]} {self.diagnosis.headline}"

    @property
    def sentences(self) -> list[str]:
        """What was seen, what it means, what to do; first of all, whether it is only a model."""
        told = self.diagnosis
        label = [SIMULATED] if self.sim else []
        return [*label, told.what, told.why, *([told.act] if told.act else [])]

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """The facts that decided."""
        return [(e.name, e.value) for e in self.diagnosis.evidence]

    def lines(self) -> list[str]:
        """Return all of it as lines of text."""
        return [
            self.title,
            *(f"  {sentence}" for sentence in self.sentences),
            *(f"  {line}" for line in command_lines(self.diagnosis.command)),
            *_block("Seen", self.evidence),
            *_block("Facts", self.facts),
            *_block("Limits", self.limits),
        ]


def sheet(report: Mapping[str, Any]) -> Sheet:
    """Return what is to be said of a report."""
    sim = report.get("sim") is True
    return Sheet(diagnose(report), fact_rows(report) + mac_rows(report), limit_rows(report), sim)


def command_lines(command: Command | None) -> list[str]:
    """Return where a command belongs, and its lines below."""
    return [place(command), *(f"  {line}" for line in command.lines)] if command else []


def place(command: Command) -> str:
    """Return the words for where a command belongs."""
    return _PLACES[command.place]


def _block(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    width = max(len(name) for name, _ in rows) + 2
    return ["", title, *(f"  {name:<{width}}{value}" for name, value in rows)]
