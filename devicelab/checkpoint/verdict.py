"""The verdict: what one check concluded, ready to be shown, sent and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .exercise import ITEM
from .picture import Picture
from .trial import Message, Subcheck

MIME = "application/vnd.devicelab.verdict+json"

#: How each outcome is said, with the glyph that stands before it.
WORDS: Mapping[str, tuple[str, str]] = {
    "passed": ("✓", "passed"),
    "passed_cpu": ("✓", "passed on the CPU"),
    "failed": ("✗", "not yet"),
    "error": ("✗", "stopped by an error"),
    "unattempted": ("○", "not started"),
    "skipped": ("-", "skipped"),
    "noisy": ("○", "too noisy to say"),
    "broken": ("△", "our check broke"),
}
DONE = ("passed", "passed_cpu")
SIMULATED = "a simulated Mac"


def said(item: str, outcome: str) -> str:
    """Give the word for an outcome; a prediction is made rather than passed."""
    return "predicted" if ".p" in item and outcome == "passed" else WORDS[outcome][1]


@dataclass(frozen=True)
class Verdict:
    """What one check concluded; fields as in protocol/verdict.schema.json.

    Attributes:
        outcome: one of `WORDS`.
        message_id: which known mistake or failed check this is; None if neither.
        ms: how long the check took, in milliseconds.
        proved_on: the device that the answer was tried on, where that says more than
            the outcome does; shown, not sent.
    """

    item: str
    title: str
    outcome: str
    message: Message
    covers: str | None = None
    subchecks: list[Subcheck] = field(default_factory=list)
    device: Mapping[str, str | None] = field(default_factory=lambda: {"type": None, "name": None})
    sim: bool = False
    rehearsed: bool = False
    hints_shown: int = 0
    hints_total: int = 0
    attempt: int = 0
    points: float = 0.0
    max_points: float = 0.0
    ms: float = 0.0
    note: str | None = None
    proved_on: str | None = None
    picture: Picture | None = None

    @property
    def message_id(self) -> str | None:
        """Which known mistake or failed check this is."""
        return self.message.id

    @property
    def passed(self) -> bool:
        """Whether the answer is right, with or without an accelerator."""
        return self.outcome in DONE

    @property
    def headline(self) -> str:
        """Such as `m1.q1 Pick the device: not yet`, without the glyph."""
        word = said(self.item, self.outcome)
        if self.proved_on and self.outcome == "passed":
            word = f"{word} on {SIMULATED if self.sim else self.proved_on}"
        if not self.title:
            return f"{self.item}: {word}"
        mark = "" if self.title.endswith("?") else ":"
        return f"{self.item} {self.title}{mark} {word}"

    @property
    def next_hint(self) -> str | None:
        """How to ask for the next hint; None when it would help nobody."""
        if self.outcome not in ("failed", "error") or self.hints_shown >= self.hints_total:
            return None
        return f'Hint {self.hints_shown + 1} of {self.hints_total}: `cp.hint("{self.item}")`'

    @property
    def text(self) -> str:
        """The whole verdict as plain text."""
        from .display import as_text

        return as_text(self)

    @property
    def can_be_sent(self) -> bool:
        """Whether the schema has a place for it: not if the id asked for is no id."""
        return ITEM.fullmatch(self.item) is not None

    def as_json(self) -> dict[str, Any]:
        """Give the form of protocol/verdict.schema.json."""
        return {
            "v": 1,
            "kind": "verdict",
            "item": self.item,
            "title": self.title[:200],
            "outcome": self.outcome,
            **_sentences(self.message),
            "covers": self.covers and self.covers[:500],
            "subchecks": [s.as_json() for s in self.subchecks],
            "device": dict(self.device),
            "proved_on": self.proved_on,
            "sim": self.sim,
            "rehearsed": self.rehearsed,
            "hints_shown": self.hints_shown,
            "hints_total": self.hints_total,
            "attempt": self.attempt,
            "points": self.points,
            "max_points": self.max_points,
            "ms": round(self.ms, 3),
            "note": self.note and self.note[:1000],
            "picture": self.picture and self.picture.as_json(),
        }

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from .display import bundle

        return bundle(self)


def _sentences(message: Message) -> dict[str, str | None]:
    return {
        "message_id": message.id,
        "what": message.what[:2000],
        "why": message.why and message.why[:2000],
        "try": message.try_ and message.try_[:2000],
    }
