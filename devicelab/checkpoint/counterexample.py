"""`cp.counterexample`: a smallest input on which the learner's answer does not hold.

An exercise declares how to look for it with ``@exercise.counterexample``; what it finds
is put into a variable of the learner's, so that the next cell can try it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from . import display, limit, usage
from .answer import gather
from .blame import named, our_place
from .errors import LearnerRaised
from .guard import quiet
from .judge import not_ready
from .safely import number_of, one_line, type_name
from .trial import Message, Trial

if TYPE_CHECKING:
    from .attempt import Request
    from .exercise import Exercise

NAME = "counterexample"
_put_here: list[Any] = []  # what this kernel put under the name last


@dataclass(frozen=True)
class Counterexample:
    """An input that an answer fails on.

    Attributes:
        value: what is put into the variable.
        call: source text that tries it, such as ``overall(*counterexample)``.
        says: what the answer does with it, as a sentence; never what it should do.
    """

    value: Any
    call: str
    says: str


def does(trial: Trial, function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, str]:
    """Call the learner's function for a search.

    Returns:
        What came back and how to say it, as ``gives `3` ``; where it raised, its exception.
    """
    try:
        result = trial.call(function, *args, **kwargs)
    except LearnerRaised as raised:
        return raised.error, f"stops with `{named(raised.error)}`"
    return result, f"gives `{_short(result)}`"


def _short(result: Any) -> str:
    number = number_of(result)
    if number is not None:
        return f"{number:.6g}"
    plain = result is None or type(result) in (bool, str)
    return one_line(repr(result), 60) if plain else f"a {type_name(result)}"


def shown(exercise: Exercise, request: Request) -> dict[str, Any]:
    """Look for a counterexample, put it into the learner's names, and make the forms of a card."""
    refused = usage.wrong_call(exercise, request.positional, request.keywords)
    if refused is None and exercise.has_counterexample:
        refused = usage.torch_absent(exercise)
    if refused is not None:
        return _told(exercise, refused)
    names = {**dict(zip(exercise.needs, request.positional)), **request.keywords}
    seconds = limit.seconds(exercise.limit_s)
    try:
        with quiet(), limit.limited(seconds):
            found = _found(exercise, ChainMap(names, dict(request.namespace)))
    except limit.TimeIsUp:
        found = usage.time_is_up(seconds)
    except KeyboardInterrupt:
        found = usage.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug of ours must become a sentence
        found = usage.our_bug(exercise.id, named(error), our_place(error))
    if isinstance(found, Message):
        return _told(exercise, found)
    return _put(exercise, found, request.namespace)


def _found(exercise: Exercise, names: Mapping[str, Any]) -> Counterexample | Message:
    if not exercise.has_counterexample:
        return Message(
            "none", "No way to look for one is declared.", "Not every answer has an input."
        )
    answer = gather(exercise, names)
    unready = not_ready(exercise, answer)
    if unready is not None:
        return unready[1]
    found = exercise.smallest(Trial(), answer.values)
    return found or Message("none", "No input was found on which your answer fails.")


def _told(exercise: Exercise, message: Message) -> dict[str, Any]:
    then = message.try_ or f'`cp.check("{exercise.id}")` looks at more than this search does.'
    lines = [line for line in (message.what, message.why, then) if line]
    title = f"{exercise.id} {exercise.title}: no counterexample"
    return display.note_card("○", title, lines)


def _put(exercise: Exercise, found: Counterexample, names: Mapping[str, Any]) -> dict[str, Any]:
    name = _free_name(names)
    if isinstance(names, MutableMapping):
        names[name] = found.value
        _put_here[:] = [found.value]
    title = f"{exercise.id} {exercise.title}: a counterexample"
    lines = [found.says, f"It is in the variable `{name}` now; try it in a cell of your own:"]
    return display.note_card("✗", title, lines, found.call.replace(NAME, name) + "\n")


def _free_name(names: Mapping[str, Any]) -> str:
    """Give a name under which nothing of the learner's lies."""
    numbered = (NAME if n == 1 else f"{NAME}_{n}" for n in range(1, len(names) + 3))
    return next(n for n in numbered if n not in names or any(names[n] is v for v in _put_here))
