"""The engine's own time: what `cp.check` takes, less what the exercise's check takes in it."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from figures import row
from table import Row

from devicelab import cp
from devicelab.checkpoint import bank
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.exercise import Exercise

BAR = 15.0
CHECKS = 20


class Watch:
    """Adds up what the exercises' own checks take; the engine does the rest."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.seconds = 0.0

    @contextmanager
    def on(self) -> Iterator[Watch]:
        """Watch every check inside."""
        run = Exercise.run

        def watched(exercise: Exercise, *arguments: Any) -> None:
            began = time.perf_counter()
            try:
                run(exercise, *arguments)
            finally:
                self.seconds += time.perf_counter() - began

        Exercise.run = watched  # type: ignore[method-assign]
        try:
            yield self
        finally:
            Exercise.run = run  # type: ignore[method-assign]


def _own(item: str, names: dict[str, Any]) -> tuple[float, float]:
    """Check and show it once: the engine's milliseconds, and the whole of it."""
    with Watch().on() as watch, redirect_stdout(io.StringIO()):
        began = time.perf_counter()
        cp.check(item, **names)
        whole = time.perf_counter() - began
    return (whole - watch.seconds) * 1e3, whole * 1e3


def _answers(item: str) -> tuple[dict[str, Any], dict[str, Any]]:
    exercise = bank.exercise(item)
    sources = (exercise.reference, exercise.mistakes[0].example)
    right, wrong = (run_source(source, f"bench:{item}") for source in sources)
    return tuple({n: names[n] for n in exercise.needs} for names in (right, wrong))  # type: ignore[return-value]


def _receipts() -> Path:
    return Path(os.environ["DEVICELAB_HOME"]) / "receipts.jsonl"


def _first() -> Row:
    """The first check of a process is another figure than the next: modules, torch and the GPU wake up."""
    own = [_own(item, _answers(item)[0])[0] for item in bank.items()]
    return row(
        "a", "engine's own time, first check of each exercise in a process", own, "exercises"
    )


def _steady() -> list[Row]:
    right: list[float] = []
    wrong: list[float] = []
    whole: list[float] = []
    for item in bank.items():
        good, bad = _answers(item)
        for _ in range(CHECKS):
            own, all_of_it = _own(item, good)
            right.append(own)
            whole.append(all_of_it)
            wrong.append(_own(item, bad)[0])
    of = f"checks of {len(bank.items())} exercises"
    return [
        row("a", "engine's own time, right answers, shown and kept", right, of, BAR),
        row("a", "engine's own time, mistakes (their detectors are in it)", wrong, of, BAR),
        row("a", "the whole check, right answers", whole, of),
    ]


def _with_many() -> Row:
    """A learner's file after years: each check reads it to count the attempts."""
    line = json.loads(_receipts().read_text().splitlines()[-1])
    kept = int(2000 - len(_receipts().read_text().splitlines()))
    from devicelab.checkpoint import receipts

    for _ in range(max(kept, 0)):
        receipts.write({k: v for k, v in line.items() if k not in ("attempt", "learner", "prev")})
    item = bank.items()[0]
    good = _answers(item)[0]
    own = [_own(item, good)[0] for _ in range(CHECKS)]
    return row("a", "the same with 2,000 receipts in the file", own, f"checks of {item}", BAR)


def measure() -> list[Row]:
    """Every exercise of the bank, checked from a plain program."""
    return [_first(), *_steady(), _with_many()]
