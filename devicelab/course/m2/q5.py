"""m2.q5: see a fallback: which operations ran on the CPU, which can't run at all?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.safely import one_line, text_of
from devicelab.course.pictures import Picture, answers

from .q5_answers import ALTERNATIVES, REFERENCE, WRONG
from .q5_checks import expect_reports
from .q5_fakes import Seen

exercise = Exercise(
    id="m2.q5",
    title="See a fallback",
    needs=("report",),
    covers="operations that are native, that fall back and that are missing; order, overloads, other warnings, other errors, and torch's setting left as it was",
    minutes=15,
    device_free=True,
    starter='''\
import re
import warnings

import torch


def report(fn) -> dict:
    """Run fn() and say what fell back: {"result": …, "fallbacks": […], "status": …}."""
    ...
''',
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Warnings are an interface: Python can record them instead of printing them. Look at `warnings.catch_warnings`, and at `torch.set_warn_always`.",
        "Record with `warnings.catch_warnings(record=True)` and `warnings.simplefilter(\"always\")`, with torch's always-warn on meanwhile and put back in a `finally`. Then sort what was recorded: a fallback's text names the operation, every other warning is issued again.",
        "Find the operation with `re.search(r\"The operator '([\\w:.]+)' is not currently supported on the MPS backend\", str(w.message))`. For `NotImplementedError` search the same way for `is not currently implemented for the MPS device`; if nothing is found, `raise`. Other warnings: `warnings.warn(w.message)` after the `with` block.",
    ),
)


@exercise.check
def check(trial: Trial, report: Callable[..., Any]) -> None:
    """Run imitated operations, with torch's always-warn off and on before."""
    expect_reports(trial, report)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """What was reported of each case, with torch's always-warn off."""
    found = trial.seen.get("cases", {})
    said = {s.case.name: _word(s.answer) for (_, always), s in found.items() if not always}
    return answers(said) if said else None


def _word(answer: Any) -> str:
    if type(answer) is not dict:
        return "no dictionary"
    named = answer.get("fallbacks")
    count = f", {len(named)} named" if type(named) in (list, tuple) and named else ""
    return one_line(text_of(answer.get("status")), 20) + count


def _saw(trial: Trial, key: str) -> list[Seen]:
    return [s for (k, _), s in trial.seen.get("cases", {}).items() if k == key]


def _named(found: Seen) -> list[Any]:
    answer = found.answer
    return list(answer["fallbacks"]) if type(answer) is dict and "fallbacks" in answer else []


@exercise.mistake(
    "swallows_errors",
    example=WRONG["swallows_errors"],
    what="With {name} in `fn` your function returns as if it were an operation that MPS lacks.",
    why="An error that has nothing to do with MPS is a bug to be seen.",
    try_="Catch `NotImplementedError` only, and `raise` it again if its text is not that of MPS.",
)
def swallows_errors(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Some other error is taken for a missing operation."""
    swallowed = trial.seen.get("swallowed")
    return {"name": swallowed[0]} if swallowed else False


@exercise.mistake(
    "leaves_always_on",
    example=WRONG["leaves_always_on"],
    what="After your function `torch.is_warn_always_enabled()` is {after}, and before it was {before}.",
    why="Every later cell of the notebook would warn in another way than its author expects.",
    try_="Ask `torch.is_warn_always_enabled()` first, and set that again in a `finally`.",
)
def leaves_always_on(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The setting is another one afterwards."""
    for (_key, before), found in trial.seen.get("cases", {}).items():
        if found.setting_after is not before:
            return {"before": str(before), "after": str(found.setting_after)}
    return False


@exercise.mistake(
    "first_only",
    example=WRONG["first_only"],
    what="Of two operations that fall back your function names only the first.",
    why="PyTorch warns of fallbacks once in a process, unless you ask for all.",
    try_="Call `torch.set_warn_always(True)` while `fn` runs.",
)
def first_only(trial: Trial, **_: Any) -> bool:
    """One of two while always-warn was off, both while it was on."""
    counts = [len(_named(s)) for s in _saw(trial, "two")]
    return counts[:1] == [1] and counts[1:] in ([], [2])


@exercise.mistake(
    "python_filter",
    example=WRONG["python_filter"],
    what="Where Python is set to ignore warnings, your function misses the fallbacks.",
    why="There are two filters: torch has one and Python has one, and a warning has to pass both.",
    try_='Inside `catch_warnings` also call `warnings.simplefilter("always")`.',
)
def python_filter(trial: Trial, **_: Any) -> bool:
    """Nothing is missed but what Python's filter holds back."""
    hidden = [_named(s) for s in _saw(trial, "hidden")]
    return (
        bool(hidden) and not hidden[0] and [len(_named(s)) for s in _saw(trial, "two")][:1] == [2]
    )


@exercise.mistake(
    "overload_lost",
    example=WRONG["overload_lost"],
    what="Of `aten::linalg_qr.out` your function keeps `aten::linalg_qr`.",
    why="The overload after the dot is part of the name: one can be missing while its neighbour has a kernel.",
    try_="Let your pattern take dots as well: `[\\w:.]+`.",
)
def overload_lost(trial: Trial, **_: Any) -> bool:
    """The name ends at the dot."""
    return any("aten::linalg_qr" in _named(s) for s in _saw(trial, "two"))


@exercise.mistake(
    "counts_twice",
    example=WRONG["counts_twice"],
    what="An operation that fell back three times is in your list three times.",
    why="The question is which operations to replace, and each has to be replaced once.",
    try_="Add a name only if it is not in the list yet; a `dict` keeps the order as well.",
)
def counts_twice(trial: Trial, **_: Any) -> bool:
    """The same name more than once."""
    return any(len(n) > len({text_of(o) for o in n}) for n in map(_named, _saw(trial, "again")))


@exercise.mistake(
    "order_lost",
    example=WRONG["order_lost"],
    what="Your list is not in the order in which the operations were first seen.",
    why="The first one is where to begin to look, and a `set` forgets which it was.",
    try_="Keep a list, or the keys of a `dict`.",
)
def order_lost(trial: Trial, **_: Any) -> bool:
    """The right names in another order."""
    for found in _saw(trial, "again"):
        named = [text_of(n) for n in _named(found)]
        if sorted(named) == sorted(found.case.ops) and named != list(found.case.ops):
            return True
    return False


@exercise.mistake(
    "any_warning",
    example=WRONG["any_warning"],
    what="A warning that has nothing to do with MPS makes your function report a fallback.",
    why="Libraries warn of many things; only one wording tells of a fallback.",
    try_="Search the text for the sentence about the MPS backend, and take the operation's name out of it.",
)
def any_warning(trial: Trial, **_: Any) -> bool:
    """The foreign warning alone is enough."""
    return any(s.answer["status"] == "fallback" for s in _saw(trial, "foreign") if _named(s))


@exercise.mistake(
    "warnings_lost",
    example=WRONG["warnings_lost"],
    what="A warning that has nothing to do with MPS does not come out of your function.",
    why="Whoever calls it would never learn of a deprecation, or of a loss that overflowed.",
    try_="Issue each other warning again, after the `with` block: `warnings.warn(w.message)`.",
)
def warnings_lost(trial: Trial, **_: Any) -> bool:
    """It was recorded and dropped."""
    return any(not s.others for s in _saw(trial, "foreign"))


@exercise.mistake(
    "unsupported_unnamed",
    example=WRONG["unsupported_unnamed"],
    what="With an operation that is missing, its name is not in your `fallbacks`.",
    why="The error's text names it, and it is the operation to replace.",
    try_="Search the text of the `NotImplementedError` as you search the warnings.",
)
def unsupported_unnamed(trial: Trial, **_: Any) -> bool:
    """Status right, name missing."""
    return any(
        type(s.answer) is dict
        and s.answer.get("status") == "unsupported"
        and s.case.ops[-1] not in _named(s)
        for s in _saw(trial, "missing")
    )
