"""What a notebook says of itself: its course version, and when a solution may be shown.

It says so in a line of source, ``cp.notebook("m1", version="0.1.0")``: metadata do not reach a
kernel, and front ends lose them. Nothing here is a lock; the solutions lie in this package.
"""

from __future__ import annotations

import time
from calendar import timegm
from dataclasses import dataclass

from devicelab.version import course_version, is_newer

from . import bank, receipts
from .safely import is_a, one_line
from .verdict import DONE

_FORMAT = "%Y-%m-%dT%H:%MZ"
_LONGEST = 40


@dataclass
class Edition:
    """The notebook that this kernel runs, as far as it has said."""

    module: str = ""
    version: str = ""
    solutions: str = "always"
    deadline: str = ""
    told: bool = False


_now = Edition()


def notebook(
    module: object, *, version: object, solutions: object = "always", deadline: object = ""
) -> None:
    """Say which notebook this kernel runs; the build writes this line, and it shows nothing.

    What is no text counts as unsaid: a first cell must not stop.

    Args:
        module: such as ``"m1"``.
        version: the course version of the notebook; a check tells if the package has another.
        solutions: when `cp.solution` shows one: always, after-pass, after-deadline or never.
        deadline: for ``after-deadline``, a UTC time such as ``2026-12-24T12:00Z``.
    """
    _now.module, _now.version = _text(module), _text(version)
    _now.solutions, _now.deadline = _text(solutions) or "always", _text(deadline)
    _now.told = False


def _text(value: object) -> str:
    return one_line(str.__str__(value), _LONGEST) if is_a(value, str) else ""


def instant(text: str) -> float | None:
    """Return seconds since 1970 of a UTC time such as ``2026-12-24T12:00Z``; None if it is none."""
    try:
        return float(timegm(time.strptime(text, _FORMAT)))
    except (ValueError, OverflowError):
        return None


def withheld(item: str) -> str | None:
    """Say why no solution of an exercise is shown now; None if it may be."""
    if _now.solutions == "always":
        return None
    if _now.solutions == "after-pass":
        return None if _has_passed(item) else "It is shown once an answer of yours has passed."
    if _now.solutions == "after-deadline":
        until = instant(_now.deadline)
        if until is not None and time.time() >= until:
            return None
        return (
            f"It is shown after the deadline, {_now.deadline or 'which the notebook does not say'}."
        )
    return "The course that you take shows none."


def _has_passed(item: str) -> bool:
    return any(r["item"] == item and r["outcome"] in DONE for r in receipts.read()[0])


def news() -> str | None:
    """Say once in a kernel if notebook and package are of different versions; it blocks nothing."""
    if _now.told or not _now.version:
        return None
    _now.told = True
    here = course_version()
    if is_newer(here, _now.version):
        return _package_newer(here)
    return _notebook_newer(here) if is_newer(_now.version, here) else None


def _package_newer(here: str) -> str:
    changed = [
        sentence
        for version, sentence in bank.changes(_now.module)
        if is_newer(version, _now.version) and not is_newer(version, here)
    ]
    return " ".join(
        [
            f"This notebook is of course version {_now.version}, devicelab is {here}.",
            *(f"New: {sentence}" for sentence in changed[:3]),
            "Your answers count as they are; `devicelab start` lays the newer notebook beside yours.",
        ]
    )


def _notebook_newer(here: str) -> str:
    return (
        f"This notebook is of course version {_now.version}, devicelab only {here}, so its checks "
        "may not know all of it: run `%pip install --upgrade devicelab`, then restart the kernel."
    )
