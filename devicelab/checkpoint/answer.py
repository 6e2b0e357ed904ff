"""The learner's answer: the names an exercise needs, and what became of them."""

from __future__ import annotations

import inspect
import linecache
import textwrap
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
    return same_code(value, starter) or (value is Ellipsis and starter is Ellipsis)


def run_source(source: str, label: str) -> dict[str, Any]:
    """Run source text in a namespace of its own, as a cell would be.

    The text is kept for `inspect`, as IPython keeps a cell's.
    """
    filename = f"<{label}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, filename, "exec", dont_inherit=True), namespace)  # noqa: S102 - the bank's own text
    return namespace


def source_of(values: Mapping[str, Any]) -> str | None:
    """Give the answer's source, functions in the order needed; None if one has none."""
    sources = [_source(v) for v in values.values()]
    known = [s for s in sources if s is not None]
    return "\n".join(known) if known and len(known) == len(sources) else None


def _source(value: Any) -> str | None:
    if type(value) is not FunctionType:
        return None
    try:
        return textwrap.dedent(inspect.getsource(value.__code__)).strip() + "\n"
    except (OSError, TypeError, SyntaxError, IndexError):
        return None
