"""Is this function still the untouched starter?

Bytecode is compared rather than source: it is there for every function, and it
does not change when a learner reformats a stub or writes a comment in it.
"""

from __future__ import annotations

import dis
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

_SILENT = frozenset(
    [
        "RESUME",
        "NOP",
        "CACHE",
        "PRECALL",
        "PUSH_NULL",
        "POP_TOP",
        "CALL",
        "CALL_FUNCTION",
        "COPY_FREE_VARS",
        "NOT_TAKEN",
    ]
)
# A method of an imported module is called in two ways, by whether the import was compiled with
# the call. IPython compiles each statement of a cell for itself, an interpreter the whole file.
_LAYOUT = frozenset(["CACHE", "PRECALL", "PUSH_NULL", "NOP", "EXTENDED_ARG"])
_CALLS = {"LOAD_METHOD": "LOAD_ATTR", "CALL_METHOD": "CALL_FUNCTION"}
# What Python itself writes into a class, by release.
_OF_PYTHON = frozenset(
    [
        "__annotate_func__",
        "__annotations_cache__",
        "__dict__",
        "__doc__",
        "__firstlineno__",
        "__module__",
        "__qualname__",
        "__static_attributes__",
        "__weakref__",
    ]
)
_PLAIN = (type(None), bool, int, float, complex, str, bytes)
_MEMBERS, _BASES, _NAME = (type.__dict__[n] for n in ("__dict__", "__bases__", "__name__"))
_NAMED = frozenset(["LOAD_GLOBAL", "LOAD_NAME", "LOAD_COMMON_CONSTANT"])
_GIVEN = frozenset(["RETURN_VALUE", "RETURN_CONST"])


def is_stub(function: Any) -> bool:
    """Say whether the body only returns None or `...`, or raises NotImplementedError."""
    if type(function) is not FunctionType:
        return False
    words = set(_words(function.__code__))
    if "raise" in words:
        return words <= {"raise", "NotImplementedError", "text", "give", "None"}
    return words <= {"give", "None", "Ellipsis"}


def _words(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname in _SILENT:
            continue
        yield _word(step)


def _word(step: dis.Instruction) -> str:
    if step.opname in _NAMED:
        return "NotImplementedError" if "NotImplementedError" in step.argrepr else "name"
    if step.opname == "RAISE_VARARGS":
        return "raise"
    if step.opname == "RETURN_CONST" and step.argval is not None and step.argval is not Ellipsis:
        return "value"
    if step.opname in _GIVEN:
        return "give"
    return _constant(step) if step.opname == "LOAD_CONST" else "work"


def _constant(step: dis.Instruction) -> str:
    if step.argval is None or step.argval is Ellipsis:
        return str(step.argval)
    return "text" if type(step.argval) is str else "value"


def same_code(one: Any, other: Any) -> bool:
    """Say whether two functions do the same, step for step."""
    if type(one) is not FunctionType or type(other) is not FunctionType:
        return False
    return _shape(one.__code__) == _shape(other.__code__)


def same_definition(one: Any, other: Any) -> bool:
    """Say whether two functions, or two classes with all their methods, do the same."""
    if _is_class(one) and _is_class(other):
        return _outline(one) == _outline(other)
    return same_code(one, other)


def is_definition(value: Any, module: str) -> bool:
    """Say whether this is a function or a class that was written in the module of this name."""
    if type(value) is FunctionType:
        return value.__module__ == module
    return _is_class(value) and _MEMBERS.__get__(value).get("__module__") == module


def _is_class(value: Any) -> bool:
    return issubclass(type(value), type)


def _outline(kind: Any) -> tuple[Any, ...]:
    """Give the bases' names and what the class's own text says, without running any of it."""
    members = {n: _member(v) for n, v in _MEMBERS.__get__(kind).items() if n not in _OF_PYTHON}
    return [_NAME.__get__(base) for base in _BASES.__get__(kind)], members


def _member(value: Any) -> Any:
    plain = value.__func__ if type(value) in (staticmethod, classmethod) else value
    if type(plain) is FunctionType:
        return type(value).__name__, _shape(plain.__code__)
    if _is_class(plain):
        return _outline(plain)
    if type(plain) is property:
        return [_member(part) for part in (plain.fget, plain.fset, plain.fdel)]
    # Of another kind only the kind is looked at: to compare it would run a stranger's code.
    return type(value), repr(value) if type(value) in _PLAIN else None


def _shape(code: CodeType) -> tuple[Any, ...]:
    constants = tuple(
        _shape(c) if isinstance(c, CodeType) else (type(c).__name__, repr(c))
        for c in code.co_consts
    )
    steps = (s for s in dis.get_instructions(code) if s.opname not in _LAYOUT)
    return tuple(_step(s) for s in steps), code.co_varnames, constants


def _step(step: dis.Instruction) -> tuple[str, Any]:
    if step.opcode in dis.hasjrel or step.opcode in dis.hasjabs:
        return step.opname, None
    return _CALLS.get(step.opname, step.opname), _told(step)


def _told(step: dis.Instruction) -> Any:
    return step.argval if type(step.argval) is str else step.arg
