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
