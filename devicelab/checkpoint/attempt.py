"""One call of `cp.check`, from the names given to the verdict."""

from __future__ import annotations

import secrets
import time
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from devicelab.proof import fallbacks

from . import bank, limit, predicting, usage
from .answer_text import text
from .blame import named, our_place
from .errors import ExerciseUnreadable, UnknownExercise
from .guard import put_modules_back, quiet
from .judge import Finding, judge
from .keeping import kept
from .verdict import Verdict

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
    put_modules_back()
    try:
        if bank.is_prediction(item):
            return predicting.state(bank.prediction(item))
        exercise = bank.exercise(item)
        title = exercise.title
        return _checked(exercise, request)
    except UnknownExercise:
        return usage.verdict(item, "", usage.unknown(item, bank.everything()))
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
    return kept(exercise, finding, started, text(exercise.id, finding.values))


def _timed(exercise: Exercise, names: Mapping[str, Any]) -> Finding:
    seconds, nonce = limit.seconds(exercise.limit_s), secrets.token_hex(8)
    began = time.perf_counter()
    try:
        with fallbacks.recorded(), limit.limited(seconds):
            return judge(exercise, names, nonce)
    except limit.TimeIsUp:
        values = {n: names[n] for n in exercise.needs if n in names}
        ms = (time.perf_counter() - began) * 1000
        return Finding("error", usage.time_is_up(seconds), nonce, values=values, ms=ms)


def _found(exercise: Exercise, names: Mapping[str, Any]) -> Finding:
    with quiet():  # importing torch may warn
        absent = usage.torch_absent(exercise)
    if absent is None:
        return _timed(exercise, names)
    skip = {"code": str(absent.id), "text": absent.what}
    return Finding("skipped", absent, nonce="0" * 16, skip=skip)
