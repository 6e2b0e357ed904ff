"""From an answer to an outcome: the checks first, then which mistake it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from devicelab.measure import TimingRefusedError

from . import blame
from .answer import Answer, gather
from .errors import AnswerUnfit, LearnerRaised, NotHere, StillAStub, TooNoisy
from .guard import quiet
from .passing import passed
from .picture import Picture, drawn
from .replaced import patched
from .trial import NO_TIMES, Message, Subcheck, Trial

if TYPE_CHECKING:
    from .exercise import Exercise, Mistake

_DRAWN = ("passed", "passed_cpu", "failed", "noisy")


@dataclass
class Finding:
    """What one trial of an answer came to; nothing of it is shown or kept yet."""

    outcome: str
    message: Message
    nonce: str
    subchecks: list[Subcheck] = field(default_factory=list)
    inputs_sha256: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    printed: str | None = None
    rehearsed: bool = False
    sim: bool = False
    skip: dict[str, str] | None = None
    picture: Picture | None = None
    faults: list[str] = field(default_factory=list)
    ms: float = 0.0


def judge(exercise: Exercise, names: Mapping[str, Any], nonce: str | None = None) -> Finding:
    """Check an answer on fresh inputs.

    Args:
        exercise: what is asked.
        names: a namespace in which the answer may be.
        nonce: seed of the inputs, 16 hexadecimal digits; drawn unless given.

    Returns:
        The finding. Nothing that the learner's code does raises out of here, an
        interrupt excepted.
    """
    started = time.perf_counter()
    trial = Trial(nonce)
    with quiet() as printed:
        answer = gather(exercise, names)
        outcome, message = not_ready(exercise, answer) or _tried(exercise, answer, trial)
        picture = drawn(exercise, trial, answer.values) if outcome in _DRAWN else None
    return Finding(
        outcome=outcome,
        message=message,
        nonce=trial.nonce,
        subchecks=trial.subchecks[:64],
        inputs_sha256=trial.inputs_sha256,
        values=answer.values,
        printed=printed.sentence(),
        picture=picture,
        faults=trial.faults,
        rehearsed=trial.stood_in(),
        sim=trial.stood_in() and trial.simulated,
        skip=_skip(message) if outcome == "skipped" else None,
        ms=(time.perf_counter() - started) * 1000,
    )


def _skip(message: Message) -> dict[str, str]:
    return {"code": str(message.id), "text": message.what}


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{n}`" for n in names)


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def not_ready(exercise: Exercise, answer: Answer) -> tuple[str, Message] | None:
    """Give the outcome and the sentences of an answer that can't be tried yet; else None."""
    call = f'cp.check("{exercise.id}")'
    if answer.missing:
        return "unattempted", Message(
            "missing_name",
            f"{_listed(answer.missing)} {_are(answer.missing)} not defined here yet.",
            "The check looks for the name, spelt exactly so.",
            f"Run the cell that defines it, then run `{call}` again.",
        )
    if answer.untouched:
        return "unattempted", Message(
            "untouched",
            f"{_listed(answer.untouched)} {_untouched(answer)}.",
            "There is nothing to check yet, and nothing was counted.",
            f"Write what is asked for, run its cell, then `{call}`.",
        )
    if answer.uncallable:
        return "failed", Message(
            "not_a_function",
            f"{_listed(answer.uncallable)} can't be called: no function is behind the name.",
            "The check calls it with inputs of its own.",
            "Keep the `def` line of the starter, or run its cell again if the name was reused.",
        )
    return None


def _untouched(answer: Answer) -> str:
    are, names = _are(answer.untouched), set(answer.untouched)
    if names <= set(answer.as_given):
        return f"{are} still as handed out"
    if any(answer.values[n] is None or answer.values[n] is Ellipsis for n in names):
        return f"{are} still empty"
    return f"{'has' if are == 'is' else 'have'} no body yet"


def _tried(exercise: Exercise, answer: Answer, trial: Trial) -> tuple[str, Message]:
    try:
        exercise.run(trial, answer.values)
    except (StillAStub, TooNoisy, NotHere, TimingRefusedError) as ended:
        return _ended(ended, exercise, answer, trial)
    except AnswerUnfit:
        return _failure(trial.with_status("failed")[-1])
    except LearnerRaised as raised:
        return _recognised(exercise, answer, trial) or _raised(raised.error, raised.where)
    except Exception as error:  # noqa: BLE001 - a bug of ours must become a sentence
        if blame.is_learners(error, answer.values):
            return _raised(error, "")
        return patched() or _ours(exercise, error)
    return _compared(exercise, answer, trial)


def _compared(exercise: Exercise, answer: Answer, trial: Trial) -> tuple[str, Message]:
    wrong = _found_wrong(exercise, answer, trial)
    if wrong:
        return wrong
    if not trial.with_status("passed"):
        return _ours(exercise, ValueError("the check looked at nothing"))
    return passed(exercise, trial)


def _ended(
    early: Exception, exercise: Exercise, answer: Answer, trial: Trial
) -> tuple[str, Message]:
    if isinstance(early, StillAStub):
        return "unattempted", _STUB
    message = early.message if isinstance(early, (TooNoisy, NotHere)) else NO_TIMES
    outcome = "noisy" if isinstance(early, TooNoisy) else "skipped"
    # What was found wrong before is wrong, whatever could not be measured after it.
    return _found_wrong(exercise, answer, trial) or (outcome, message)


_STUB = Message(
    "untouched",
    "Your function gives `...` back.",
    "That is the starter's way to say that it is not written yet.",
    "Replace the `...` and run the cell again.",
)


def _found_wrong(exercise: Exercise, answer: Answer, trial: Trial) -> tuple[str, Message] | None:
    failed = trial.with_status("failed")
    if failed:
        return _recognised(exercise, answer, trial) or _failure(failed[0])
    return None


def _recognised(exercise: Exercise, answer: Answer, trial: Trial) -> tuple[str, Message] | None:
    for mistake in exercise.mistakes:
        found = _detected(mistake, answer, trial)
        if found:
            return "failed", _filled(mistake, found)
    return None


def _detected(mistake: Mistake, answer: Answer, trial: Trial) -> bool | Mapping[str, str]:
    # A detector only chooses the sentence: one that breaks must not change the outcome.
    try:
        return mistake.detect(trial, **answer.values)
    except Exception:  # noqa: BLE001 - see above; the bank's self-test finds it
        return False


def _filled(mistake: Mistake, found: bool | Mapping[str, str]) -> Message:
    sentences = [mistake.what, mistake.why, mistake.try_]
    if isinstance(found, bool):
        return Message(mistake.id, *sentences)
    return Message(mistake.id, *(s.format_map(found) for s in sentences))


def _failure(failed: Subcheck) -> tuple[str, Message]:
    return "failed", failed.message or Message("failed", "One check did not hold.")


def _raised(error: BaseException, where: str) -> tuple[str, Message]:
    place = blame.learners_place(error)
    start = f"{where} your code" if where else "Your code"
    stopped = f"{start} stopped with `{blame.named(error)}`"
    return "error", Message(
        "raised",
        f"{stopped} {place.sentence()}." if place else f"{stopped}.",
        _why_raised(error),
        "Call it yourself in a new cell, with inputs like these, and read the last line first.",
    )


def _why_raised(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "It calls itself without an end, so no answer came back."
    if isinstance(error, SystemExit):
        return "`sys.exit()` ends a program; a function should return instead."
    return "No answer came back, so nothing could be compared."


def _ours(exercise: Exercise, error: Exception) -> tuple[str, Message]:
    where = f"`{blame.named(error)}` in `{blame.our_place(error)}`"
    return "broken", Message(
        "check_broken",
        f"The check itself stopped: {where}.",
        "This is our bug, not your answer's; it does not count against you.",
        f"Go on with the next exercise, and report `{exercise.id}` with this sentence.",
    )
