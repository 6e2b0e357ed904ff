"""The engine's own time: what `cp.check` takes, less what the exercise's check takes in it."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures import row
from table import Row

from devicelab import cp
from devicelab.checkpoint import bank, judge, receipts
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.exercise import Exercise

BAR = 15.0
CHECKS, SECONDS, MANY = 20, 5.0, 1000


class Watch:
    """Adds up what the exercises' own checks take, by the clock and of the CPU; the engine does the rest."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.seconds = 0.0
        self.cpu = 0.0

    @contextmanager
    def on(self) -> Iterator[Watch]:
        """Watch every check and picture inside."""
        run, drawn = Exercise.run, judge.drawn
        Exercise.run = self._watched(run)  # type: ignore[method-assign]
        judge.drawn = self._watched(drawn)
        try:
            yield self
        finally:
            Exercise.run = run  # type: ignore[method-assign]
            judge.drawn = drawn

    def _watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any) -> Any:
            began, cpu = time.perf_counter(), time.process_time()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.perf_counter() - began
                self.cpu += time.process_time() - cpu

        return watched


@dataclass
class Cost:
    """One check, in milliseconds: the engine's own by the clock and of the CPU, and the whole."""

    own: float
    cpu: float
    whole: float


def _cost(item: str, names: dict[str, Any]) -> Cost:
    """Check and show it once."""
    with Watch().on() as watch, redirect_stdout(io.StringIO()):
        began, cpu = time.perf_counter(), time.process_time()
        cp.check(item, **names)
        whole, used = time.perf_counter() - began, time.process_time() - cpu
    return Cost((whole - watch.seconds) * 1e3, (used - watch.cpu) * 1e3, whole * 1e3)


def _answers(item: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A right answer and the first mistake."""
    exercise = bank.exercise(item)
    sources = (exercise.reference, exercise.mistakes[0].example)
    right, wrong = (run_source(source, f"bench:{item}") for source in sources)
    return {n: right[n] for n in exercise.needs}, {n: wrong[n] for n in exercise.needs}


def _first() -> Row:
    """The first check of a process is another figure than the next: modules, torch and the GPU wake up."""
    own = [_cost(item, _answers(item)[0]).own for item in bank.items()]
    return row("a", "engine's own time, first check of each exercise", own, "exercises")


def _steady() -> list[Row]:
    right, wrong = [], []
    for item in bank.items():
        good, bad = _answers(item)
        ends = time.monotonic() + SECONDS
        for n in range(CHECKS):
            if n > 1 and time.monotonic() > ends:
                break
            right.append(_cost(item, good))
            wrong.append(_cost(item, bad))
    of = f"checks of {len(bank.items())} exercises"
    return [
        row(
            "a", "engine's own time, right answers, shown and kept", [c.own for c in right], of, BAR
        ),
        row("a", "the same, CPU time of the process", [c.cpu for c in right], of),
        row(
            "a",
            "engine's own time, mistakes, their detectors in it",
            [c.own for c in wrong],
            of,
            BAR,
        ),
        row("a", "the same, CPU time of the process", [c.cpu for c in wrong], of),
        row("a", "the whole check, right answers", [c.whole for c in right], of),
    ]


def _with_many() -> list[Row]:
    """A learner's file after years: each check counts the attempts in it."""
    last = json.loads(
        (Path(os.environ["DEVICELAB_HOME"]) / receipts.FILE).read_text().splitlines()[-1]
    )
    fields = {k: v for k, v in last.items() if k not in ("attempt", "learner", "prev", "shared")}
    while len(receipts.read()[0]) < MANY:
        receipts.write(fields)
    item = bank.items()[0]
    costs = [_cost(item, _answers(item)[0]) for _ in range(CHECKS)]
    what = f"engine's own time with {MANY:,} receipts in the file"
    of = f"checks of {item}"
    return [
        row("a", what, [c.own for c in costs], of, BAR),
        row("a", "the same, CPU time of the process", [c.cpu for c in costs], of),
    ]


def measure() -> list[Row]:
    """Every exercise of the bank, checked from a plain program."""
    return [_first(), *_steady(), *_with_many()]
