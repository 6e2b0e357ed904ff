"""Cells that use what the learner wrote: run when it is there, a sentence when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import bank
from devicelab.checkpoint.answer import gather
from devicelab.checkpoint.blame import named
from devicelab.measure import TimingRefusedError


def after(item: str, work: Callable[[], Any]) -> Any:
    """Run `work` if the answer to `item` is there, and return what it returns.

    Otherwise, or if it stops, a sentence is printed and None comes back: no traceback, since
    the cell is ours and the learner would look for the fault in the wrong place.

    Args:
        item: the exercise's id, such as "m1.q5".
        work: a function of the notebook; the answer is looked for among its globals.
    """
    names = getattr(work, "__globals__", {})
    problem = _not_there(item, names) or None
    if problem:
        print(problem)
        return None
    try:
        return work()
    except TimingRefusedError as refusal:
        print(refusal)
    except Exception as error:  # noqa: BLE001 - whatever the learner's code raises
        print(_stopped(item, error))
    return None


def _not_there(item: str, names: Mapping[str, Any]) -> str:
    answer = gather(bank.exercise(item), names)
    if answer.missing:
        return (
            f"{' and '.join(answer.missing)} {_is(answer.missing)} not defined. Run your cell of {item}; after a restart it "
            "has to run again, and its name must be as it was handed out."
        )
    if answer.untouched:
        return f"Write {' and '.join(answer.untouched)} first ({item}): this cell uses what you write there."
    return ""


def _is(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _stopped(item: str, error: BaseException) -> str:
    if isinstance(error, NameError):
        return (
            f"{named(error)}: a cell above has not run since the kernel started. "
            "Choose Run > Run All Above Selected Cell, then run this one again."
        )
    return (
        f'This cell stopped with {named(error)}. It uses your answer: run cp.check("{item}") and '
        "look at what it says."
    )
