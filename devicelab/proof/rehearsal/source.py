"""The source text of a function, a lambda or a class, as it stands in its cell or file.

`inspect.getsource` finds no class of a notebook, follows decorators to another file and
gives a lambda's whole line. So the text is parsed and the definition is found by where its
code begins; what is found must compile to the code that runs, or it is not believed.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from .definition import NoSource, Source, compiled, inner_codes, shape
from .texts import Text, first_line, read

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def of_function(function: FunctionType, decorated: bool = False) -> Source:
    """Find the text of a function or lambda.

    Args:
        function: the function itself, not what a decorator made of it.
        decorated: whether its decorators belong to what is asked for.

    Raises:
        NoSource: it was made without text, or the text has changed since.
    """
    code = function.__code__
    text = Text.of(code)
    if code.co_name == "<lambda>":
        return _of_lambda(code, text)
    for node in ast.walk(text.tree):
        if isinstance(node, _FUNCTIONS) and _begins(node.name, first_line(node), code):
            return text.source(node, first_line(node) if decorated else node.lineno, code)
    raise NoSource(code.co_name)


def _begins(name: str, line: int, code: CodeType) -> bool:
    return (name, line) == (code.co_name, code.co_firstlineno)


def _of_lambda(code: CodeType, text: Text) -> Source:
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
        text = Text.of(code)
        found = found or text.around(kind.__name__, code)
    return found or _by_name(kind.__name__)


def _by_name(name: str) -> Source:
    found: dict[str, Source] = {}
    for filename, entry in list(linecache.cache.items()):
        # Of cells and the like; what stands in a file is imported.
        lines = entry[2] if len(entry) > 1 and not Path(filename).exists() else []
        if any(line.lstrip().startswith(f"class {name}") for line in lines):
            source = _alone(name, filename)
            found.update({source.text: source} if source else {})
    if len(found) != 1:
        raise NoSource(name)
    return next(iter(found.values()))


def _alone(name: str, filename: str) -> Source | None:
    lines = linecache.getlines(filename)
    try:
        tree, _ = read("".join(lines), 0)
    except (SyntaxError, ValueError, RecursionError):
        return None
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name == name]
    text = Text(tree, lines, 0)
    return text.source(nodes[-1], first_line(nodes[-1])) if nodes else None


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
