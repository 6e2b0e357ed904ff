"""What is said of an answer in which nothing failed, and how far it was proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rehearsing import NOT_REHEARSED
from .trial import Message, Trial

if TYPE_CHECKING:
    from .exercise import Exercise


def passed(exercise: Exercise, trial: Trial) -> tuple[str, Message]:
    """Give `passed` or `passed_cpu`, and what was seen; something must have been."""
    held, skipped = trial.with_status("passed"), trial.with_status("skipped")
    what = f"{len(held)} of {len(held)} held on fresh inputs: {', '.join(s.name for s in held)}."
    why = " ".join(s.message.what for s in skipped if s.message)
    return _how_far(exercise, trial), Message(None, what, why or None)


def _how_far(exercise: Exercise, trial: Trial) -> str:
    left_out = [s.message.id for s in trial.with_status("skipped") if s.message]
    if left_out and trial.device.type != "cpu":
        # The accelerator has seen it; what a second machine would have said is less.
        left_out = [i for i in left_out if i != NOT_REHEARSED]
    elif trial.stood_in() and not exercise.device_free:
        return "passed_cpu"
    return "passed_cpu" if left_out else "passed"
