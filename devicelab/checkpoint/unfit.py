"""What is said of a returned value with which nothing can be compared."""

from __future__ import annotations

from typing import Any

from .safely import full_type_name


def no_number(called: str, result: Any) -> dict[str, str]:
    """Give the sentences for a value that is no single number."""
    if result is None:
        return {
            "what": f"{called} your function gives `None`, not a number.",
            "why": "Printing shows a value to you; only `return` hands it to the code that called.",
            "try_": "End the function with `return` and the number.",
        }
    return {
        "what": f"{called} your function gives a value of type `{full_type_name(result)}`, which is not a single number.",
        "why": "Its callers compute with what it gives.",
        "try_": "Return the number itself, such as a `float`.",
    }


def too_coarse(called: str) -> dict[str, str]:
    """Give the sentences for a number of too few digits."""
    return {
        "what": f"{called} your function gives a number in half precision, which keeps three digits at most.",
        "why": "Whether a formula is right can't be told from so few.",
        "try_": "Return a Python `float`.",
    }
