"""The learner's answer: the names an exercise needs, and what became of them."""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .stub import is_definition, is_stub, same_code, same_definition

if TYPE_CHECKING:
    from .exercise import Exercise


@dataclass(frozen=True)
class Answer:
    """`values` by name; names that are `missing`, and names still `untouched`.

    Of the untouched ones, those in `as_given` are the starter's; the others are empty otherwise.
    """

    values: dict[str, Any]
    missing: tuple[str, ...]
    untouched: tuple[str, ...]
    as_given: tuple[str, ...]
    uncallable: tuple[str, ...]


def gather(exercise: Exercise, names: Mapping[str, Any]) -> Answer:
    """Take what the exercise needs out of a namespace, and look at its state."""
    values = {n: names[n] for n in exercise.needs if n in names}
    starter = run_source(exercise.starter, f"{exercise.id}:starter")
    functions = {n for n in exercise.needs if type(starter.get(n)) is FunctionType}
    script = {
        n: v for n, v in starter.items() if n not in exercise.needs and is_definition(v, "__main__")
    }
    as_given = {n for n, v in values.items() if _is_as_given(v, starter.get(n), script)}
    untouched = tuple(n for n, v in values.items() if n in as_given or _is_empty(v))
    return Answer(
        values=values,
        missing=tuple(n for n in exercise.needs if n not in values),
        untouched=untouched,
        as_given=tuple(n for n in untouched if n in as_given),
        uncallable=tuple(
            n
            for n, v in values.items()
            if n in functions and n not in untouched and not callable(v)
        ),
    )


def _is_empty(value: Any) -> bool:
    return value is None or value is Ellipsis or is_stub(value)


def _is_as_given(value: Any, given: Any, script: Mapping[str, Any]) -> bool:
    """Say whether this is what the starter gave; `script` is what the starter defines beside it."""
    if _is_blank(value) and _is_blank(given):
        return True
    return same_code(value, given) and (is_stub(value) or _goes_with(value, script))


def _goes_with(function: FunctionType, script: Mapping[str, Any]) -> bool:
    """Say whether the function's cell still holds the rest of the script unchanged.

    Of a port half done the function named may be untouched, and its class mended.
    """
    here = function.__globals__
    return all(same_definition(here.get(name), given) for name, given in script.items())


def _is_blank(value: Any) -> bool:
    """Say whether this is `...`, or a dictionary in which every value is."""
    if type(value) is dict and value:
        return all(one is Ellipsis for one in value.values())
    return value is Ellipsis


def run_source(source: str, label: str) -> dict[str, Any]:
    """Run source text in a namespace of its own, as a cell would be.

    The text is kept for `inspect`, as IPython keeps a cell's.
    """
    filename = f"<{label}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, filename, "exec", dont_inherit=True), namespace)  # noqa: S102 - the bank's own text
    return namespace
