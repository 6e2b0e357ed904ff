"""The smallest counterexample of m1.q6: the simplest numbers on which a function does not hold."""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Counterexample, Trial
from devicelab.checkpoint.counterexample import does
from devicelab.checkpoint.safely import is_a, number_of

_CLOSE = 1e-6
#: Speed-up and share; None where the share is to be refused.
_PAIRS = ((2.0, 0.0), (2.0, 1.0), (2.0, 0.5), (0.5, 0.5), (4.0, 0.25))
_REFUSED = {"overall": ((2.0, 50.0), (2.0, -0.5)), "required_fraction": ((3.0, 2.0), (0.5, 2.0))}


def smallest(
    trial: Trial, overall: Callable[..., Any], required_fraction: Callable[..., Any]
) -> Counterexample | None:
    """Try both functions on simple numbers, what they have to refuse last."""
    for s, f in _PAIRS:
        whole = 1 / (1 - f + f / s)
        found = _failing(trial, "overall", overall, (s, f), whole)
        back = _failing(trial, "required_fraction", required_fraction, (whole, s), f)
        if found or back:
            return found or back
    for name, function in (("overall", overall), ("required_fraction", required_fraction)):
        for numbers in _REFUSED[name]:
            found = _failing(trial, name, function, numbers, None)
            if found:
                return found
    return None


def _failing(
    trial: Trial,
    name: str,
    function: Callable[..., Any],
    numbers: tuple[float, float],
    right: float | None,
) -> Counterexample | None:
    result, said = does(trial, function, *numbers)
    got = number_of(result)
    if right is None:
        holds = is_a(result, ValueError)
    else:
        holds = got is not None and abs(got - right) <= _CLOSE
    if holds:
        return None
    called = f"`{name}({numbers[0]:.6g}, {numbers[1]:.6g})`"
    return Counterexample(numbers, f"{name}(*counterexample)", f"{called} {said}.")
