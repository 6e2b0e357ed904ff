"""The learner's answer: the names an exercise needs, and what became of them."""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .stub import is_stub, same_code

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
    untouched = tuple(n for n, v in values.items() if _is_untouched(v, starter.get(n)))
    return Answer(
        values=values,
        missing=tuple(n for n in exercise.needs if n not in values),
        untouched=untouched,
        as_given=tuple(n for n in untouched if _is_as_given(values[n], starter.get(n))),
        uncallable=tuple(
            n
            for n, v in values.items()
            if n in functions and n not in untouched and not callable(v)
        ),
    )


def _is_untouched(value: Any, starter: Any) -> bool:
    if value is None or value is Ellipsis:
        return True
    return is_stub(value) or _is_as_given(value, starter)


def _is_as_given(value: Any, starter: Any) -> bool:
    return same_code(value, starter) or (_is_blank(value) and _is_blank(starter))


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
