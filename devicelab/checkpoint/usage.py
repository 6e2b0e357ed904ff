"""What is said when a check could not begin: wrong id, wrong name, no torch."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from devicelab.agent import backends
from devicelab.diagnosis.importing import other_torch

from .blame import named
from .safely import one_line
from .trial import Message
from .verdict import Verdict

if TYPE_CHECKING:
    from .exercise import Exercise

_MOST_LISTED = 12
INTERRUPTED = Message(
    "interrupted",
    "You stopped the check before it was done.",
    "Nothing was concluded, and nothing was counted.",
    "Run the cell again; if it hung, look for a loop in your function that never ends.",
)


def time_is_up(seconds: float) -> Message:
    """Say that the answer had not come back within the time limit."""
    return Message(
        "time_limit",
        f"Your code had not come back after {seconds:g} seconds, so the check was stopped.",
        "A check has a time limit: nothing here needs that long, and a loop that never ends would hold the kernel.",
        "Look for a loop that never ends. If this machine is only slow, run `%env DEVICELAB_TIME_LIMIT=600` and check again.",
    )


def named_item(item: Any) -> str:
    """Give the id that was asked for, short enough for a sentence; empty if it is no text."""
    return one_line(item, 40) if type(item) is str else ""


def verdict(item: str, title: str, message: Message, outcome: str = "unattempted") -> Verdict:
    """Make the verdict of a check that looked at no answer."""
    return Verdict(item=item or "this check", title=title, outcome=outcome, message=message)


def unknown(item: str, items: list[str], verb: str = "check") -> Message:
    """Say that there is no such exercise, and which id may have been meant."""
    close = difflib.get_close_matches(item, items, n=1, cutoff=0.5)
    kind = "prediction" if verb == "predict" else "exercise"
    asked = (
        f"There is no {kind} `{item}`." if item else f"This takes the id of one {kind}, as text."
    )
    example = close[0] if close else (items[0] if items else f"m1.{kind[0].replace('e', 'q')}1")
    return Message(
        "unknown_item",
        asked,
        _which(items) if items else f"This course holds no {kind}s.",
        f'Did you mean `cp.{verb}("{example}")`?',
    )


def _which(items: list[str]) -> str:
    if len(items) > _MOST_LISTED:
        return f"The ids here run from `{items[0]}` to `{items[-1]}`."
    return f"The ids here are {_listed(items)}."


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{n}`" for n in names)


def wrong_call(
    exercise: Exercise, positional: tuple[Any, ...], keywords: Mapping[str, Any]
) -> Message | None:
    """Say how the answer should be handed over, if it was not; else None."""
    strange = [one_line(k, 60) for k in keywords if k not in exercise.needs]
    if strange:
        what = f"This exercise knows no {_listed(strange)}."
    elif len(positional) > len(exercise.needs):
        what = f"{len(positional)} answers were handed over, and {len(exercise.needs)} needed."
    elif positional and (keywords or len(exercise.needs) > 1):
        what = "An answer without its name can't be told from another."
    else:
        return None
    return Message(
        "wrong_call",
        what,
        f"It looks for {_listed(list(exercise.needs))}.",
        f'`{_call(exercise)}`, or `cp.check("{exercise.id}")` after the cell that defines it.',
    )


def _call(exercise: Exercise) -> str:
    named = ", ".join(f"{n}={n}" for n in exercise.needs)
    return f'cp.check("{exercise.id}", {named})'


def torch_absent(exercise: Exercise) -> Message | None:
    """Say so if the exercise needs torch and this Python has none that works."""
    if not exercise.needs_torch:
        return None
    error = _import_error()
    other = other_torch()
    if other:
        return _not_pytorch(other)
    if error is None:
        return _UNFINISHED if backends.state() == "broken" else None
    missing = isinstance(error, ModuleNotFoundError) and error.name == "torch"
    return _NO_TORCH if missing else _broken_torch(error)


def _import_error() -> BaseException | None:
    try:
        import torch  # noqa: F401
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a half-installed torch raises anything, a stranger's file exits
        return error
    return None


def _not_pytorch(name: str) -> Message:
    kind = "folder" if name == "torch" else "file"
    return Message(
        "not_pytorch",
        f"`import torch` finds a {kind} `{one_line(name, 60)}` that is not PyTorch.",
        "Python takes the first `torch` on its way, so every cell gets this one; your answer was not looked at.",
        f"Rename that {kind}, restart the kernel, and run again; `import torch; torch.__path__` or `torch.__file__` says where it is.",
    )


_NO_TORCH = Message(
    "no_torch",
    "This kernel's Python has no PyTorch.",
    "The check runs your answer with it; this is the machine's lack, not your answer's.",
    "Install PyTorch for this kernel with `%pip install torch`, restart the kernel, and run again.",
)


_UNFINISHED = Message(
    "torch_broken",
    "The import of PyTorch began in this kernel and did not finish.",
    "What is left of it can't run your answer; this is the machine's fault, not your answer's.",
    "Restart the kernel and run `import torch` in a cell of its own to see where it stops.",
)


def _broken_torch(error: BaseException) -> Message:
    return Message(
        "torch_broken",
        f"PyTorch is installed, but importing it stopped with `{named(error)}`.",
        "The check runs your answer with it; this is the machine's fault, not your answer's.",
        "Run `import torch` in a cell of its own to see where it stops; reinstalling it often helps.",
    )


def unreadable(item: str, error: Exception) -> Message:
    """Say that the exercise's own file is broken."""
    return Message(
        "exercise_unreadable",
        f"The file of `{item}` can't be read: `{one_line(str(error), 200)}`.",
        "This is the course's fault, not your answer's; it does not count against you.",
        "Go on with the next exercise, and report this sentence.",
    )


def our_bug(item: str, error: str, place: str) -> Message:
    """Say that the engine itself broke."""
    return Message(
        "check_broken",
        f"The check itself stopped: `{error}` in `{place}`.",
        "This is our bug, not your answer's; it does not count against you.",
        f"Go on with the next exercise, and report `{item}` with this sentence.",
    )
