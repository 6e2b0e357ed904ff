"""What a receipt is worth: an instructor's `policy.toml`, or the defaults below.

Verified on an accelerator is a badge, not points: `passed`, `passed_cpu` and a simulated
device count alike unless a policy says otherwise.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .verdict import DONE, WORDS

FILE = "policy.toml"
EXCUSED = "excused"
#: What each outcome is worth, as a share of the item's points.
DEFAULTS: Mapping[str, float | str] = {
    "passed": 1.0,
    "passed_cpu": 1.0,
    "simulated": 1.0,
    "failed": 0.0,
    "error": 0.0,
    "unattempted": 0.0,
    "noisy": EXCUSED,
    "broken": EXCUSED,
    "skipped": EXCUSED,
}


class PolicyUnusable(ValueError):  # noqa: N818 - it names what happened
    """A policy file can't be read or says something that has no meaning; the text says what."""


@dataclass(frozen=True)
class Policy:
    """How receipts become points.

    Attributes:
        outcomes: the share of an item's points for each outcome, or ``"excused"``.
        hint: the factor for each hint that was shown; 1 makes hints free.
        solution_shown: the factor where the solution was shown before.
        partial: whether a failed answer gets the share of its parts that held.
    """

    outcomes: Mapping[str, float | str] = field(default_factory=lambda: dict(DEFAULTS))
    hint: float = 1.0
    solution_shown: float = 0.5
    partial: bool = False

    def share(self, receipt: Mapping[str, Any]) -> float | None:
        """Give the share of an item's points that one receipt earns; None where it is excused."""
        outcome = receipt["outcome"]
        kind = "simulated" if receipt["sim"] and outcome in DONE else outcome
        worth = self.outcomes[kind]
        if isinstance(worth, str):
            return None
        if outcome == "failed" and self.partial:
            worth = max(worth, _held(receipt["subchecks"]))
        shown = self.solution_shown if receipt["solution_shown"] else 1.0
        return float(worth * shown * self.hint ** receipt["hints_shown"])

    def points(self, receipts: Iterable[Mapping[str, Any]]) -> float | None:
        """Give the points for one item: the best of its receipts; None where it is excused.

        Which receipts came in time is the caller's to say, by when they were collected:
        clocks of learners' machines prove nothing.
        """
        kept = list(receipts)
        shares = [self.share(r) for r in kept]
        best = max((s * r["max_points"] for s, r in zip(shares, kept) if s), default=0.0)
        return None if best == 0 and None in shares else best


def _held(subchecks: list[Mapping[str, Any]]) -> float:
    tried = [s["status"] for s in subchecks if s["status"] != "skipped"]
    return tried.count("passed") / len(tried) if tried else 0.0


def load(path: Path | None) -> Policy:
    """Read a policy file; a missing one gives the defaults.

    Raises:
        PolicyUnusable: it is there and can't be used; nothing is assumed in its place.
    """
    if path is None or not path.exists():
        return Policy()
    data = _parsed(path)
    strange = data.keys() - {"outcomes", "hint", "solution_shown", "partial"}
    if strange:
        raise PolicyUnusable(f"{path.name} says {min(strange)!r}, which has no meaning here.")
    partial = data.get("partial", False)
    if type(partial) is not bool:
        raise PolicyUnusable(f"{path.name}: partial is true or false.")
    return Policy(
        outcomes={**DEFAULTS, **_outcomes(path, data.get("outcomes", {}))},
        hint=_share(path, "hint", data.get("hint", Policy.hint)),
        solution_shown=_share(path, "solution_shown", data.get("solution_shown", 0.5)),
        partial=partial,
    )


def _parsed(path: Path) -> dict[str, Any]:
    # Python has a reader of TOML since 3.11; `tomli` is the same for those before.
    try:
        toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    except ImportError:
        raise PolicyUnusable(
            f"{path.name} can't be read by this Python: use 3.11 or newer, or install `tomli`."
        ) from None
    try:
        found: dict[str, Any] = toml.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyUnusable(f"{path.name} can't be read: {error}.") from None
    return found


def _outcomes(path: Path, table: Any) -> dict[str, float | str]:
    if not isinstance(table, dict) or table.keys() - {*WORDS, "simulated"}:
        names = ", ".join(DEFAULTS)
        raise PolicyUnusable(f"{path.name}: [outcomes] knows {names}, and nothing else.")
    return {k: v if v == EXCUSED else _share(path, k, v) for k, v in table.items()}


def _share(path: Path, name: str, value: Any) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 <= value <= 1:
        raise PolicyUnusable(f'{path.name}: {name} is a number from 0 to 1, or "excused".')
    return float(value)
