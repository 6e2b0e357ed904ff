"""Cells and files in which running code stands, believed only where they compile to it."""

from __future__ import annotations
import __future__ as futures

import ast
import linecache
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any, Union

from .definition import NoSource, Source, inner_codes, shape

Definition = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef]
_FLAGS = [getattr(futures, name).compiler_flag for name in futures.all_feature_names]
# The bit of `nested_scopes`, which is always on, has another meaning in `co_flags`.
_FUTURE = sum({f for f in _FLAGS if f != futures.nested_scopes.compiler_flag})


@dataclass(frozen=True)
class Text:
    """A cell or file that has been seen to hold the code that runs."""

    tree: ast.Module
    lines: list[str]
    future: int

    @classmethod
    def of(cls, code: CodeType) -> Text:
        """Find the text in which a piece of code stands.

        Raises:
            NoSource: there is none, or it has changed since.
        """
        lines, future = linecache.getlines(code.co_filename), code.co_flags & _FUTURE
        try:
            tree, shapes = read("".join(lines), future)
        except (SyntaxError, ValueError, RecursionError) as error:
            raise NoSource(code.co_name) from error
        if shape(code) not in shapes:
            raise NoSource(code.co_name)
        return cls(tree, lines, future)

    def source(self, node: Definition, first: int, code: CodeType | None = None) -> Source:
        """Cut out a definition from its line `first` on."""
        text = "".join(self.lines[first - 1 : node.end_lineno])
        return Source(text, node.name, first, self.future, code.co_freevars if code else ())

    def around(self, name: str, code: CodeType) -> Source | None:
        """Find the class of this name in which a piece of code stands."""
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.ClassDef) or node.name != name:
                continue
            if node.lineno <= code.co_firstlineno <= (node.end_lineno or 0):
                return self.source(node, first_line(node))
        return None


@lru_cache(maxsize=32)
def read(text: str, future: int) -> tuple[ast.Module, frozenset[Any]]:
    """Parse a text, and give the shapes of all code in it.

    How a call is compiled may depend on the imports at the top of the text. A file is compiled
    as a whole, a cell of IPython statement by statement: either is the code that runs.
    """
    flags = future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    tree = ast.parse(text)
    units = [tree, *(ast.Module([statement], []) for statement in tree.body)]
    codes = (compile(u, "<text>", "exec", flags=flags, dont_inherit=True) for u in units)
    return tree, frozenset(shape(c) for code in codes for c in inner_codes(code))


def first_line(node: Definition) -> int:
    """Give the number of the line on which a definition begins, its decorators included."""
    return min([node.lineno, *(d.lineno for d in node.decorator_list)])
