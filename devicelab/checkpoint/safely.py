"""What can be learnt of a stranger's object without running the stranger's code.

A learner's answer may be a subclass with a `__repr__`, `__eq__` or `__class__`
that raises, prints or never ends. Nothing here calls them, `text_of` excepted,
and that one catches whatever happens.
"""

from __future__ import annotations

from typing import Any

_NAME = type.__dict__["__name__"]
_MODULE = type.__dict__["__module__"]
_MRO = type.__dict__["__mro__"]
_NUMBERS = frozenset(["decimal", "fractions", "numbers", "numpy", "torch"])
#: The unit of rounding at 1 of what a name of a dtype ends with; all else is taken for a double.
_ROUNDING = {"bfloat16": 2.0**-7, "float16": 2.0**-10, "float32": 2.0**-23}
DOUBLE, SINGLE = 2.0**-52, 2.0**-23


def type_name(value: Any) -> str:
    """Give the name of the value's type, even if its metaclass lies."""
    return one_line(str(_NAME.__get__(type(value))), 60)


def full_type_name(value: Any) -> str:
    """Give the type's name with its module, as `numpy.bool`; a built-in's without."""
    module = _module(type(value))
    plain = module in ("", "builtins", "__main__")
    return type_name(value) if plain else f"{one_line(module, 60)}.{type_name(value)}"


def _module(kind: type) -> str:
    found = _MODULE.__get__(kind)
    return found if type(found) is str else ""


def is_a(value: Any, kind: type) -> bool:
    """Say whether the value's real type is `kind` or derives from it.

    `isinstance` would also ask the value's `__class__`, which may be a property.
    """
    return kind in _MRO.__get__(type(value))


def one_line(text: str, limit: int) -> str:
    """Make text safe to put in a sentence: one line, printable, no back-ticks.

    Back-ticks mark code in our sentences, so a stranger's would unbalance them.
    """
    clean = "".join(c if c.isprintable() and c != "`" else " " for c in text[: 4 * limit])
    clean = " ".join(clean.split())
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def text_of(value: Any, limit: int = 200) -> str:
    """Give `str(value)` on one line, or a substitute if that raises."""
    try:
        return one_line(str.__str__(str(value)), limit)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - a stranger's __str__ may raise anything
        return "(it has no readable text)"


def number_of(value: Any) -> float | None:
    """Give the plain float behind a number, or None if it is none.

    Accepts Python's int and float and what derives from them, fractions and decimals,
    NumPy scalars and torch tensors of one element; a truth value is no number here.
    """
    if is_a(value, bool):
        return None
    if is_a(value, float):
        return float.__add__(value, 0.0)
    if is_a(value, int):
        return _float_of_int(int.__add__(value, 0))
    return _number_of_scalar(value)


def _float_of_int(value: int) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _number_of_scalar(value: Any) -> float | None:
    if not _is_numeric(value):
        return None
    try:
        return None if _dtype(value).endswith("bool") else float(value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - a class can say that it comes from torch
        return None


def _is_numeric(value: Any) -> bool:
    return any(_module(kind) in _NUMBERS for kind in _MRO.__get__(type(value)))


def _dtype(value: Any) -> str:
    return str(getattr(value, "dtype", ""))


def rounding_of(number: Any) -> float:
    """Give the distance from 1 to the next number that a number's kind can hold.

    Args:
        number: something for which `number_of` has given a float.
    """
    plain = is_a(number, float) or is_a(number, int)
    dtype = "" if plain else text_of(getattr(number, "dtype", ""), 60)
    return next((unit for name, unit in _ROUNDING.items() if dtype.endswith(name)), DOUBLE)
