"""The bank: every exercise of the course, found by looking at its package.

The course is imported by name at run time: the engine knows of no exercise, and
a file ``m3/q2.py`` in the course's package is exercise ``m3.q2``, and a file
``m3/p1.py`` is prediction ``m3.p1``.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

from devicelab.version import course_version

from .errors import ExerciseUnreadable, UnknownExercise
from .exercise import ITEM, Exercise
from .prediction import Prediction

PACKAGE = "devicelab.course"
_PART = re.compile(r"m[1-9][0-9]?")
_EXERCISE = re.compile(r"q[1-9][0-9]?")
_PREDICTION = re.compile(r"p[1-9][0-9]?")


def _order(item: str) -> tuple[int, str, int]:
    module, exercise = item[1:].split(".")
    return int(module), exercise[0], int(exercise[1:])


def items() -> list[str]:
    """List the ids of all exercises in the order of the course; none is imported."""
    return _named(_EXERCISE)


def predictions() -> list[str]:
    """List the ids of all predictions in the order of the course; none is imported."""
    return _named(_PREDICTION)


def everything() -> list[str]:
    """List the ids of all that can be done: a module's predictions, then its exercises."""
    return sorted([*items(), *predictions()], key=_order)


def _named(pattern: re.Pattern[str]) -> list[str]:
    found = [
        f"{part.name}.{file.name}"
        for part in _children(PACKAGE, _PART)
        for file in _children(f"{PACKAGE}.{part.name}", pattern)
    ]
    return sorted(found, key=_order)


def _children(package: str, named: re.Pattern[str]) -> list[pkgutil.ModuleInfo]:
    paths = importlib.import_module(package).__path__
    return [m for m in pkgutil.iter_modules(paths) if named.fullmatch(m.name)]


def exercise(item: str) -> Exercise:
    """Fetch one exercise.

    Raises:
        UnknownExercise: there is none of this id.
        ExerciseUnreadable: its file could not be imported, or declares another id.
    """
    if not ITEM.fullmatch(item) or item not in items():
        raise UnknownExercise(item)
    found = getattr(_module(item), "exercise", None)
    if not isinstance(found, Exercise) or found.id != item:
        raise ExerciseUnreadable(f"the file of {item} declares no exercise of that id")
    return found


def is_prediction(item: str) -> bool:
    """Say whether this is the id of a prediction, whether or not there is one."""
    return ITEM.fullmatch(item) is not None and ".p" in item


def prediction(item: str) -> Prediction:
    """Fetch one prediction.

    Raises:
        UnknownExercise: there is none of this id.
        ExerciseUnreadable: its file could not be imported, or declares another id.
    """
    if not is_prediction(item) or item not in predictions():
        raise UnknownExercise(item)
    found = getattr(_module(item), "prediction", None)
    if not isinstance(found, Prediction) or found.id != item:
        raise ExerciseUnreadable(f"the file of {item} declares no prediction of that id")
    return found


def exercises() -> list[Exercise]:
    """Fetch all exercises in the order of the course.

    Raises:
        ExerciseUnreadable: a file could not be imported.
    """
    return [exercise(item) for item in items()]


def _module(item: str) -> ModuleType:
    try:
        return importlib.import_module(f"{PACKAGE}.{item}")
    except Exception as error:
        raise ExerciseUnreadable(
            f"{type(error).__name__} in the file of {item}: {error}"
        ) from error


def file_sha256(item: str) -> str:
    """Hash an exercise's own files, whatever the line ends of this system.

    These are ``q3.py`` and, beside it, what its length has pushed into ``q3_….py``.

    Raises:
        ExerciseUnreadable: as for `exercise`.
    """
    path = _module(item).__file__
    if not path:
        return hashlib.sha256(b"").hexdigest()
    own = Path(path)
    content = b"".join(f.read_bytes() for f in (own, *sorted(own.parent.glob(f"{own.stem}_*.py"))))
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def course() -> tuple[str, str]:
    """Give the course's name and version, as receipts carry them."""
    package = importlib.import_module(PACKAGE)
    return str(package.NAME), course_version()


def changes(module: str) -> list[tuple[str, str]]:
    """List what has changed for those who hold an older notebook of a module: version, sentence."""
    try:
        told = importlib.import_module(f"{PACKAGE}.changes").CHANGES
    except ImportError:  # a course need not say
        return []
    return [(version, said[module]) for version, said in told.items() if module in said]
