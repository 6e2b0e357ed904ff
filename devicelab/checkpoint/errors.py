"""The exceptions of a check, each with one meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .trial import Message


class CheckpointFailed(AssertionError):  # noqa: N818 - a grader reads this name in its report
    """Raised by `cp.grade` when an answer did not pass."""


class LearnerRaised(Exception):  # noqa: N818 - it names what happened
    """The learner's code raised; `error` is what it raised, `where` when."""

    def __init__(self, error: BaseException, where: str = "") -> None:
        """Keep the learner's exception without chaining it."""
        super().__init__(where)
        self.error = error
        self.where = where


class StillAStub(Exception):  # noqa: N818 - it names what happened
    """The learner's function gave `...` back: it is not written yet."""


class AnswerUnfit(Exception):  # noqa: N818 - it names what happened
    """What came back is of a kind with which nothing can be compared; a sub-check says so."""


class TooNoisy(Exception):  # noqa: N818 - it names what happened
    """A measurement of this check can't be concluded from; `message` says so."""

    def __init__(self, message: Message) -> None:
        """Keep the sentences."""
        super().__init__(message.what)
        self.message = message


class NotHere(Exception):  # noqa: N818 - it names what happened
    """This machine can't try what the check is about; `message` says why."""

    def __init__(self, message: Message) -> None:
        """Keep the sentences."""
        super().__init__(message.what)
        self.message = message


class UnknownExercise(LookupError):  # noqa: N818 - it names what happened
    """No exercise of the bank has this id."""


class ExerciseUnreadable(Exception):  # noqa: N818 - it names what happened
    """The exercise's own file could not be imported."""
