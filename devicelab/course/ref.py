"""Right answers of the course, so that each module opens alone.

`from devicelab.course.ref import pick_device` gives the function that m1.q1 asks for, from
the exercise's own reference. It is for using; `cp.solution` is for reading.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Give the reference of the exercise that needs this name.

    Raises:
        AttributeError: no exercise needs it.
    """
    if name.startswith("__"):
        raise AttributeError(name)
    from devicelab.checkpoint import bank
    from devicelab.checkpoint.answer import run_source

    for exercise in bank.exercises():
        if name in exercise.needs:
            return run_source(exercise.reference, f"{exercise.id}:reference")[name]
    raise AttributeError(f"no exercise of the course asks for {name!r}")
