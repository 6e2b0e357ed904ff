"""The diagnosis: the first cause of ``protocol/diagnosis.json`` whose condition holds.

`src/model/diagnosis.ts` is the same in TypeScript; `tests/diagnosis/causes.json` drives both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from devicelab.agent.text import clip

from .conditions import fact, holds, is_below
from .data import table
from .words import Command, Words, filled

_LONGEST_FACT = 300


@dataclass(frozen=True)
class Evidence:
    """A fact that decided: its name in code or words, and its value as text."""

    name: str
    value: str


@dataclass(frozen=True)
class Diagnosis:
    """Which cause applies, by what evidence, and what to do.

    `shape` is `ready`, `cpu` (usable, without accelerator or with a warning), `none`
    (not known yet) or `bad`.
    """

    code: str
    shape: str
    headline: str
    what: str
    why: str
    act: str | None
    command: Command | None
    evidence: tuple[Evidence, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def diagnose(report: Mapping[str, Any]) -> Diagnosis:
    """Say why the accelerator is or is not usable.

    Args:
        report: a report of the agent (``protocol/report.schema.json``); what is missing counts
            as not reported. A caller that has tried the device may add ``first_add``:
            ``{"works": bool, "error": str | None}``.

    Returns:
        The first cause that the facts prove; `unknown` where they prove none. Never raises.
    """
    rules = table("diagnosis")
    facts = {**report, "floors": _floors(rules["floors"], report)}
    cause = next(cause for cause in rules["causes"] if _applies(cause, facts))
    words = filled(_texts(cause), [as_text(fact(facts, path)) or "" for path in _args(cause)])
    return _diagnosis(cause, words, _evidence(cause, facts, rules["facts"]))


def as_text(value: Any) -> str | None:
    """Return a fact as text, cut to a length; None for what is not reported or is no plain value."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return clip(value, _LONGEST_FACT)
    return str(value) if isinstance(value, int) else None


def _texts(cause: Mapping[str, Any]) -> Any:
    return table("texts")["causes"][cause["code"]]


def _args(cause: Mapping[str, Any]) -> Sequence[str]:
    args: Sequence[str] = cause.get("args", ())
    return args


def _applies(cause: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return holds(cause["when"], facts) is True and all(
        as_text(fact(facts, path)) is not None for path in _args(cause)
    )


def _floors(floors: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: _needed(floor, fact(report, floor["by"])) for name, floor in floors.items()}


def macos_floor(release: str) -> str | None:
    """Give the oldest macOS on which MPS starts with a release of torch, as text.

    Returns None for a release older than those whose wheels were read. Sources are in
    ``protocol/diagnosis.json``.
    """
    return _needed(table("diagnosis")["floors"]["macos"], release)


def _needed(floor: Mapping[str, Any], release: Any) -> str | None:
    """Return what a release needs: the last row that begins at or before it."""
    rows = [row["needs"] for row in floor["rows"] if is_below(release, row["from"]) is False]
    return rows[-1] if rows else None


def _evidence(
    cause: Mapping[str, Any], facts: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[Evidence, ...]:
    values = [(names[path], as_text(fact(facts, path))) for path in cause["evidence"]]
    shown = [pair for pair in values if pair[1] is not None or cause.get("raw")]
    return tuple(Evidence(name, _shown(value)) for name, value in shown)


def _shown(value: str | None) -> str:
    # An empty variable is a fact, and must be seen as one.
    return "not reported" if value is None else value or '""'


def _diagnosis(cause: Mapping[str, Any], words: Words, evidence: tuple[Evidence, ...]) -> Diagnosis:
    headline = table("texts")["headlines"][_texts(cause)["headline"]]
    return Diagnosis(
        code=cause["code"],
        shape=cause["shape"],
        headline=headline,
        what=words.what,
        why=words.why,
        act=words.act,
        command=words.command,
        evidence=evidence,
    )
