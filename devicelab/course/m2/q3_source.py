"""Finds in a learner's own text the line that made a tensor on the CPU, to choose a sentence."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType
from typing import Any

_MAKERS = frozenset(
    [
        "tensor",
        "rand",
        "randn",
        "randint",
        "randperm",
        "zeros",
        "ones",
        "full",
        "empty",
        "arange",
        "linspace",
        "eye",
        "as_tensor",
        "bernoulli",
    ]
)


@dataclass(frozen=True)
class Made:
    """A tensor made without `device=`: `attribute` of a module, or a plain name."""

    line: int
    name: str
    attribute: bool


def made_on_cpu(train: Any, failing: str) -> Made | None:
    """Find the tensor behind a line that failed, by the names in it.

    Args:
        train: the learner's function; the texts are of its cell and of the cells that
            define what it uses.
        failing: text of the line that raised.
    """
    names = _names(failing)
    for tree in _trees(train):
        for made in _makers(tree):
            if made.name in names:
                return made
    return None


def _names(line: str) -> set[str]:
    try:
        tree = ast.parse(line.strip().removesuffix(":"))
    except SyntaxError:
        return set()
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return attributes | {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}


def _trees(train: Any) -> Iterator[ast.Module]:
    for file in _files(train):
        try:
            yield ast.parse("".join(linecache.getlines(file)))
        except SyntaxError:  # a cell with a magic in it
            continue


def _files(train: Any) -> list[str]:
    if type(train) is not FunctionType:
        return []
    found = [train.__code__.co_filename]
    for name in train.__code__.co_names:
        used = _functions(train.__globals__.get(name))
        found += [f.__code__.co_filename for f in used if f.__module__ == train.__module__]
    return list(dict.fromkeys(found))


def _functions(value: Any) -> list[FunctionType]:
    members = vars(value).values() if isinstance(value, type) else (value,)
    return [m for m in members if type(m) is FunctionType]


def _makers(tree: ast.Module) -> Iterator[Made]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not _makes_on_cpu(node.value):
            continue
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                yield Made(node.lineno, target.attr, attribute=True)
            elif isinstance(target, ast.Name):
                yield Made(node.lineno, target.id, attribute=False)


def _makes_on_cpu(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and _called(value).endswith("Parameter"):
        return False
    calls = [node for node in ast.walk(value) if isinstance(node, ast.Call)]
    moved = any(_called(c) in {"to", "to_device"} for c in calls)
    return not moved and any(
        _called(c) in _MAKERS and not any(k.arg == "device" for k in c.keywords) for c in calls
    )


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
