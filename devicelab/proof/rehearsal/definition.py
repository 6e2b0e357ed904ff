"""A definition's text, and what it compiles to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any


class NoSource(LookupError):  # noqa: N818 - it names what happened
    """There is no text, or it is not that of the code that runs."""


@dataclass(frozen=True)
class Source:
    """A definition's text.

    Attributes:
        text: the lines of a `def` or `class` with their indentation, or a lambda.
        name: what the definition binds; empty for a lambda.
        line: the number of its first line in its cell or file, from 1.
        future: compile flags of the cell.
        free: names that a function finds in the functions around it.
    """

    text: str
    name: str
    line: int
    future: int
    free: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """The free names that must be handed in; a recursive function has its own."""
        return tuple(n for n in self.free if n != self.name)


def compiled(found: Source, filename: str = "<definition>") -> CodeType:
    """Compile a definition so that its lines are numbered as in its cell.

    With free names it becomes a function `__around__` of these; a lambda is an expression.

    Raises:
        NoSource: the text alone is no Python.
    """
    head, tail, mode = _wrapping(found)
    # The head takes a line of its own.
    lines = "\n" * max(found.line - 1 - bool(head), 0)
    text = f"{lines}{head}{found.text}{tail}"
    try:
        code: CodeType = compile(text, filename, mode, flags=found.future, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise NoSource(found.name) from error
    return code


def _wrapping(found: Source) -> tuple[str, str, str]:
    given = ", ".join(found.given)
    if not found.name:
        return (
            (f"(lambda {given}:\n(" if found.free else "(\n"),
            "))" if found.free else ")",
            "eval",
        )
    indent = found.text[: len(found.text) - len(found.text.lstrip())]
    if found.free:
        return f"def __around__({given}):\n", f"\n{indent}return {found.name}\n", "exec"
    return ("if True:\n" if indent else ""), "\n", "exec"


def inner_codes(code: CodeType) -> Iterator[CodeType]:
    """Yield all code objects inside, however deep."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from inner_codes(constant)


def shape(code: CodeType) -> tuple[Any, ...]:
    """Give what makes two code objects do the same."""
    constants = tuple(
        shape(c) if isinstance(c, CodeType) else (type(c).__name__, repr(c)) for c in code.co_consts
    )
    return code.co_code, code.co_names, code.co_freevars, constants
