"""From a finding to what stays of it: the answer's text, the receipt, the verdict shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

from . import answers, bank, device, edition, receipts, shown
from .verdict import DONE, Verdict

if TYPE_CHECKING:
    from .exercise import Exercise
    from .judge import Finding
    from .prediction import Prediction

    Asked = Union[Exercise, Prediction]


def kept(asked: Asked, finding: Finding, started: str, source: str | None) -> Verdict:
    """Keep the receipt of a finding, and make its verdict; nothing raises.

    Args:
        asked: the exercise, or the prediction.
        finding: what came of the check.
        started: when it began, UTC, as in a receipt.
        source: the answer's text; None where there is none to be had.
    """
    seen = shown.of(asked.id)
    facts = device.facts()
    common: dict[str, Any] = {
        "item": asked.id,
        "outcome": finding.outcome,
        "sim": facts.sim or finding.sim,
        "rehearsed": finding.rehearsed,
        "hints_shown": min(seen.hints, len(asked.hints)),
        "points": float(asked.points) if finding.outcome in DONE else 0.0,
        "max_points": float(asked.points),
        "ms": round(finding.ms, 3),
    }
    receipt = {
        **common,
        **_provenance(asked, finding),
        "answer_sha256": answers.sha256(source) if source is not None else None,
        "started": started,
        "lane": "simulated" if facts.sim else facts.type,
        "device": facts.full(),
        "solution_shown": seen.solution,
    }
    attempt, notes = _remembered(receipt, source)
    return Verdict(
        **common,
        title=asked.title,
        message=finding.message,
        covers=asked.covers,
        subchecks=finding.subchecks,
        device=facts.short(),
        hints_total=len(asked.hints),
        attempt=attempt,
        note=" ".join(n for n in (finding.printed, *notes, edition.news()) if n) or None,
        picture=finding.picture,
        proved_on=None if asked.device_free else facts.type,
    )


def _provenance(asked: Asked, finding: Finding) -> dict[str, Any]:
    course, version = bank.course()
    return {
        "v": 1,
        "course": course,
        "course_version": version,
        "message_id": finding.message.id,
        "subchecks": [s.as_json() for s in finding.subchecks],
        "skip": finding.skip,
        "nonce": finding.nonce,
        "inputs_sha256": finding.inputs_sha256,
        "bank": bank.file_sha256(asked.id),
        "revision": asked.revision,
    }


def _remembered(receipt: dict[str, Any], source: str | None) -> tuple[int, list[str | None]]:
    # Running an untouched notebook from top to bottom is no attempt at anything.
    if receipt["outcome"] == "unattempted":
        return receipts.count(receipts.read()[0], receipt["item"]), []
    # The answer first: a receipt must never name a text that was not written.
    unkept = answers.keep(source) if source is not None else None
    attempt, note = receipts.write(receipt)
    return attempt, [note] if note else [unkept]
