"""Which names of its surroundings a piece of code uses."""

from __future__ import annotations

import dis
from types import CodeType

from .definition import inner_codes

_BY_NAME = frozenset(["LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"])


def used(code: CodeType) -> tuple[set[str], set[str]]:
    """Give the names that a definition needs when it is run, and all that it ever needs.

    The first are those of decorators, defaults, bases, annotations and class bodies.
    """
    now, later = _loaded(code), _loaded(code)
    for inner in inner_codes(code):
        steps = list(dis.get_instructions(inner))
        own = {s.argval for s in steps if s.opname == "STORE_NAME"}
        # A class body runs at once; it alone stores by name, and finds what it stored.
        later |= _loaded(inner) - own
        now |= _loaded(inner) - own if own else set()
    return now, later


def _loaded(code: CodeType) -> set[str]:
    return {s.argval for s in dis.get_instructions(code) if s.opname in _BY_NAME}
