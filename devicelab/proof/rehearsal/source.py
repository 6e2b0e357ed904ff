"""The source text of a function, a lambda or a class, as it stands in its cell or file.

`inspect.getsource` finds no class of a notebook, follows decorators to another file and
gives a lambda's whole line. So the text is parsed and the definition is found by where its
code begins; what is found must compile to the code that runs, or it is not believed.
"""

from __future__ import annotations
import __future__ as futures

import ast
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, Union

Definition = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_FLAGS = [getattr(futures, name).compiler_flag for name in futures.all_feature_names]
# The bit of `nested_scopes`, which is always on, has another meaning in `co_flags`.
_FUTURE = sum({f for f in _FLAGS if f != futures.nested_scopes.compiler_flag})


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


def of_function(function: FunctionType, decorated: bool = False) -> Source:
    """Find the text of a function or lambda.

    Args:
        function: the function itself, not what a decorator made of it.
        decorated: whether its decorators belong to what is asked for.

    Raises:
        NoSource: it was made without text, or the text has changed since.
    """
    code = function.__code__
    text = _Text.of(code)
    if code.co_name == "<lambda>":
        return _of_lambda(code, text)
    for node in ast.walk(text.tree):
        if isinstance(node, _FUNCTIONS) and _begins(node.name, _first_line(node), code):
            return text.source(node, _first_line(node) if decorated else node.lineno, code)
    raise NoSource(code.co_name)


def _begins(name: str, line: int, code: CodeType) -> bool:
    return (name, line) == (code.co_name, code.co_firstlineno)


def _of_lambda(code: CodeType, text: _Text) -> Source:
    """Tell apart the lambdas that begin on one line by what they compile to."""
    here = [
        Source(ast.unparse(node), "", node.lineno, text.future, code.co_freevars)
        for node in ast.walk(text.tree)
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno
    ]
    # Compiled without the cell's imports, a call of a module's function looks otherwise.
    for whole in (True, False):
        fits = {s.text: s for s in here if _lambda_shape(s, whole) == _shape_of(code, whole)}
        if len(fits) == 1:
            return next(iter(fits.values()))
    raise NoSource(code.co_name)


def _lambda_shape(found: Source, whole: bool) -> Any:
    codes = list(inner_codes(compiled(found)))
    return _shape_of(codes[1 if found.free else 0], whole)


def _shape_of(code: CodeType, whole: bool) -> Any:
    names = code.co_varnames, code.co_freevars, code.co_names
    return (shape(code), names) if whole else (names, repr(code.co_consts[1:]))


def of_class(kind: type) -> Source:
    """Find the text of a class by where its own methods stand; without any, by its name.

    Raises:
        NoSource: there is none, more than one, or it has changed since.
    """
    found = None
    for function in own_functions(kind):
        code = function.__code__
        text = _Text.of(code)
        found = found or text.around(kind.__name__, code)
    return found or _by_name(kind.__name__)


def _by_name(name: str) -> Source:
    found: dict[str, Source] = {}
    for filename, entry in list(linecache.cache.items()):
        # Of cells and the like; a file's own modules are imported.
        lines = entry[2] if len(entry) > 1 and entry[1] is None else []
        if any(line.lstrip().startswith(f"class {name}") for line in lines):
            source = _alone(name, filename)
            found.update({source.text: source} if source else {})
    if len(found) != 1:
        raise NoSource(name)
    return next(iter(found.values()))


def _alone(name: str, filename: str) -> Source | None:
    lines = linecache.getlines(filename)
    try:
        tree, _ = _read("".join(lines), 0)
    except (SyntaxError, ValueError, RecursionError):
        return None
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == name]
    text = _Text(tree, lines, 0)
    return text.source(nodes[-1], _first_line(nodes[-1])) if nodes else None


@dataclass(frozen=True)
class _Text:
    """A cell or file that has been seen to hold the code that runs."""

    tree: ast.Module
    lines: list[str]
    future: int

    @classmethod
    def of(cls, code: CodeType) -> _Text:
        """Find the text in which a piece of code stands.

        Raises:
            NoSource: there is none, or it has changed since.
        """
        lines, future = linecache.getlines(code.co_filename), code.co_flags & _FUTURE
        try:
            tree, shapes = _read("".join(lines), future)
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
                return self.source(node, _first_line(node))
        return None


@lru_cache(maxsize=32)
def _read(text: str, future: int) -> tuple[ast.Module, frozenset[Any]]:
    """Parse a text, and give the shapes of all code in it.

    The whole is compiled: how a call is compiled may depend on the imports at its top.
    """
    flags = future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(text, "<whole>", "exec", flags=flags, dont_inherit=True)
    return ast.parse(text), frozenset(shape(c) for c in inner_codes(code))


def own_functions(kind: type) -> Iterator[FunctionType]:
    """Yield the functions that the text of a class defines."""
    for value in vars(kind).values():
        plain = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        plain = value.fget if isinstance(value, property) else plain
        plain = unwrapped(plain)
        # A library's own code in the class, such as a dataclass's, comes again by itself.
        written = type(plain) is FunctionType and plain.__module__ == kind.__module__
        if written and linecache.getlines(plain.__code__.co_filename):
            yield plain


def unwrapped(function: Any) -> Any:
    """Follow `functools.wraps` to what a decorator was put on."""
    for _ in range(20):
        inner = vars(function).get("__wrapped__") if type(function) is FunctionType else None
        if type(inner) is not FunctionType:
            return function
        function = inner
    return function


def _first_line(node: Definition) -> int:
    return min([node.lineno, *(d.lineno for d in node.decorator_list)])


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
