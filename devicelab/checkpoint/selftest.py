"""The bank proves itself: right answers pass, and each mistake gets its own sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import bank, usage
from .answer import run_source
from .errors import ExerciseUnreadable, UnknownExercise
from .guard import quiet
from .judge import Finding, judge
from .lane import LaneClosed, open_lane
from .trial import Trial
from .verdict import DONE

if TYPE_CHECKING:
    from .exercise import Exercise, Mistake

__all__ = ["LaneClosed", "Result", "format_results", "format_times", "prove", "run"]

HINTS = 3
#: What a check may take on two cores, in milliseconds, and a module's together, in seconds.
MOST_MS, MODULE_S = 10_000, 90
# A neighbour on the machine is no fault of the exercise's.
_TRIES_IF_NOISY = 3


@dataclass(frozen=True)
class Result:
    """What became of one item: how much was tried, and what is wrong with it.

    `outcome` is what the reference came to on this device; None for a prediction.
    """

    item: str
    tried: int
    problems: list[str] = field(default_factory=list)
    ms: float = 0.0
    outcome: str | None = None
    check_ms: float = 0.0  # one check of the right answer: what a learner waits for

    @property
    def ok(self) -> bool:
        """Whether the exercise is as it should be."""
        return not self.problems


def run(items: Iterable[str] | None = None, lane: str | None = None) -> list[Result]:
    """Prove exercises and predictions, all of them unless `items` names some.

    Nothing is written into anybody's receipts.

    Raises:
        LaneClosed: this machine lacks the lane's device.
    """
    with open_lane(lane):
        return [_proved(item) for item in (bank.everything() if items is None else items)]


def format_results(results: list[Result]) -> str:
    """Say it in one line for each item, its problems below it, and a sum as the last line."""
    lines = [line for result in results for line in _lines(result)]
    good = sum(r.ok for r in results)
    return "\n".join([*lines, f"{good} passed, {len(results) - good} failed"])


def format_times(results: list[Result]) -> str:
    """Say how long one check of each right answer took, and each module's together, in seconds."""
    modules: dict[str, float] = {}
    lines = []
    for result in results:
        module = result.item.split(".")[0]
        modules[module] = modules.get(module, 0.0) + result.check_ms / 1000
        over = "" if result.check_ms <= MOST_MS else f", over {MOST_MS / 1000:.0f}"
        lines.append(f"{result.item}: one check {result.check_ms / 1000:.1f} s{over}")
    sums = [f"{m}: all checks once {s:.1f} s (budget {MODULE_S} s)" for m, s in modules.items()]
    return "\n".join([*lines, *sums])


def _lines(result: Result) -> list[str]:
    word = "ok" if result.ok else "NOT OK"
    said = f", right answers {result.outcome}" if result.outcome else ""
    head = f"{result.item}: {word}, {result.tried} answers in {result.ms:.0f} ms{said}"
    return [head, *(f"  {problem}" for problem in result.problems)]


def _proved(item: str) -> Result:
    try:
        if bank.is_prediction(item):
            return Result(item, len(bank.prediction(item).asks))
        exercise = bank.exercise(item)
    except UnknownExercise:
        return Result(item, 0, ["there is no such exercise"])
    except ExerciseUnreadable as error:
        return Result(item, 0, [str(error)])
    absent = usage.torch_absent(exercise)
    return Result(item, 0, [absent.what]) if absent else prove(exercise)


def prove(exercise: Exercise) -> Result:
    """Run every answer that an exercise declares, and compare what is said of it."""
    findings: list[Finding] = []
    problems = [*_gaps(exercise), *_answers(exercise, findings)]
    total = sum(f.ms for f in findings)
    # Findings are in the order tried: the starter, then the reference.
    right = findings[1]
    return Result(exercise.id, len(findings), problems, total, right.outcome, right.ms)


def _gaps(exercise: Exercise) -> Iterator[str]:
    if len(exercise.hints) != HINTS:
        yield f"{len(exercise.hints)} hints instead of {HINTS}"
    if not exercise.alternatives:
        yield "no alternative answer"
    ids = [m.id for m in exercise.mistakes]
    yield from (f"mistake {i} is declared twice" for i in sorted(set(ids)) if ids.count(i) > 1)
    for mistake in exercise.mistakes:
        if not all(s.strip() for s in (mistake.what, mistake.why, mistake.try_)):
            yield f"mistake {mistake.id} lacks what, why or try"


def _answers(exercise: Exercise, findings: list[Finding]) -> Iterator[str]:
    starter = _tried(exercise, exercise.starter, "starter", findings)
    if starter.outcome not in ("unattempted", "failed"):
        yield f"the starter is {_said(starter)}"
    right = {"reference": exercise.reference, **exercise.alternatives}
    for name, source in right.items():
        finding = _tried(exercise, source, name, findings)
        if finding.outcome not in DONE:
            yield f"right answer {name} is {_said(finding)}"
        elif _countered(exercise, finding):
            yield f"right answer {name} has a counterexample"
    for mistake in exercise.mistakes:
        yield from _mistaken(exercise, mistake, findings)
    yield from dict.fromkeys(fault for finding in findings for fault in finding.faults)


def _countered(exercise: Exercise, finding: Finding) -> bool:
    with quiet():
        return exercise.smallest(Trial(), finding.values) is not None


def _mistaken(exercise: Exercise, mistake: Mistake, findings: list[Finding]) -> Iterator[str]:
    finding = _tried(exercise, mistake.example, mistake.id, findings)
    if (finding.outcome, finding.message.id) != ("failed", mistake.id):
        yield f"mistake {mistake.id} is {_said(finding)}"


def _tried(exercise: Exercise, source: str, label: str, findings: list[Finding]) -> Finding:
    names = _names(source, f"{exercise.id}:{label}")
    for _ in range(_TRIES_IF_NOISY):
        findings.append(judge(exercise, names))
        if findings[-1].outcome != "noisy":
            break
    return findings[-1]


def _names(source: str, label: str) -> dict[str, Any]:
    # An answer that can't even be run defines nothing, and is reported as such.
    try:
        return run_source(source, label)
    except Exception:  # noqa: BLE001 - an author's mistake may be any
        return {}


def _said(finding: Finding) -> str:
    return f"{finding.outcome} ({finding.message.id}): {finding.message.what}"
