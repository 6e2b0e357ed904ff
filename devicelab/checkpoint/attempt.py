"""One call of `cp.check`, from the names given to the verdict."""

from __future__ import annotations

import time
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from devicelab.proof import fallbacks

from . import bank, device, edition, receipts, shown, usage
from .answer import source_sha256
from .blame import named, our_place
from .errors import ExerciseUnreadable, UnknownExercise
from .guard import quiet
from .judge import Finding, judge
from .verdict import DONE, Verdict

if TYPE_CHECKING:
    from .exercise import Exercise


@dataclass(frozen=True)
class Request:
    """What the learner asked for: an item, and the answer in one of three ways."""

    item: Any
    positional: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    namespace: Mapping[str, Any] = field(default_factory=dict)


def verdict_on(request: Request) -> Verdict:
    """Check the answer, keep the receipt, and say what came of it; nothing raises."""
    item = usage.named_item(request.item)
    title = ""
    try:
        exercise = bank.exercise(item)
        title = exercise.title
        return _checked(exercise, request)
    except UnknownExercise:
        return usage.verdict(item, "", usage.unknown(item, bank.items()))
    except ExerciseUnreadable as error:
        return usage.verdict(item, "", usage.unreadable(item, error), outcome="broken")
    except KeyboardInterrupt:
        return usage.verdict(item, title, usage.INTERRUPTED, outcome="skipped")
    except Exception as error:  # noqa: BLE001 - a bug of ours must become a sentence
        message = usage.our_bug(item, named(error), our_place(error))
        return usage.verdict(item, title, message, outcome="broken")


def _checked(exercise: Exercise, request: Request) -> Verdict:
    wrong = usage.wrong_call(exercise, request.positional, request.keywords)
    if wrong:
        return usage.verdict(exercise.id, exercise.title, wrong)
    names = {**dict(zip(exercise.needs, request.positional)), **request.keywords}
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    finding = _found(exercise, ChainMap(names, dict(request.namespace)))
    return _kept(exercise, finding, started)


def _found(exercise: Exercise, names: Mapping[str, Any]) -> Finding:
    with quiet():  # importing torch may warn
        absent = usage.torch_absent(exercise)
    if absent is None:
        with fallbacks.recorded():
            return judge(exercise, names)
    skip = {"code": str(absent.id), "text": absent.what}
    return Finding("skipped", absent, nonce="0" * 16, skip=skip)


def _kept(exercise: Exercise, finding: Finding, started: str) -> Verdict:
    seen = shown.of(exercise.id)
    facts = device.facts()
    common: dict[str, Any] = {
        "item": exercise.id,
        "outcome": finding.outcome,
        "sim": facts.sim,
        "rehearsed": False,
        "hints_shown": min(seen.hints, len(exercise.hints)),
        "points": float(exercise.points) if finding.outcome in DONE else 0.0,
        "max_points": float(exercise.points),
        "ms": round(finding.ms, 3),
    }
    receipt = {
        **common,
        **_provenance(exercise, finding),
        "started": started,
        "device": facts.full(),
        "solution_shown": seen.solution,
    }
    attempt, note = _remembered(exercise.id, finding.outcome, receipt)
    return Verdict(
        **common,
        title=exercise.title,
        message=finding.message,
        covers=exercise.covers,
        subchecks=finding.subchecks,
        device=facts.short(),
        hints_total=len(exercise.hints),
        attempt=attempt,
        note=" ".join(n for n in (finding.printed, note, edition.news()) if n) or None,
        proved_on=None if exercise.device_free else facts.type,
    )


def _provenance(exercise: Exercise, finding: Finding) -> dict[str, Any]:
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
        "answer_sha256": source_sha256(finding.values),
        "bank": bank.file_sha256(exercise.id),
        "revision": exercise.revision,
    }


def _remembered(item: str, outcome: str, receipt: dict[str, Any]) -> tuple[int, str | None]:
    # Running an untouched notebook from top to bottom is no attempt at anything.
    if outcome == "unattempted":
        return receipts.count(receipts.read()[0], item), None
    return receipts.write(receipt)
