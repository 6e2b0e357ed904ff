"""m2.q1: why is there no MPS? Seven answers in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.checkpoint.safely import is_a, one_line, text_of
from devicelab.course.pictures import Picture, answers

from .q1_answers import ALTERNATIVES, REFERENCE, in_order
from .q1_checks import expect_reasons
from .q1_rows import ANSWERS, MAC, Row

exercise = Exercise(
    id="m2.q1",
    title="Why no MPS?",
    needs=("why",),
    covers="twenty machines of others: each of the seven answers, their order, and versions of one and two digits",
    minutes=10,
    needs_torch=False,
    device_free=True,
    starter='''\
def why(built, available, system, machine, translated, macos, floor) -> str:
    """Say why MPS can't be used on a machine, or "ok" if it can."""
    ...
''',
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "The table in the text is the program: one row is one `if` with one `return`, in the same order.",
        "Versions are numbers with dots between them. Make a tuple of `int` of each, and compare the tuples: Python compares them from the left.",
        'Six times `if …: return "…"` in the order of the table, and `return "no_device"` at the end. For the macOS row: `tuple(map(int, macos.split(".")))` of both, with `<` between them.',
    ),
)


@exercise.check
def check(trial: Trial, why: Callable[..., Any]) -> None:
    """Ask about machines of every kind, and note whether this machine was asked as well."""
    expect_reasons(trial, why)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """What was said of one machine of each kind, in the order of the table."""
    found = {row.right: (row.name, said) for row, said in trial.seen.get("answers", {}).items()}
    said = {found[r][0]: one_line(text_of(found[r][1]), 30) for r in ANSWERS if r in found}
    return answers(said) if said else None


def _where(trial: Trial, said: str, *, right: str) -> Row | None:
    """Find a machine for which the function says `said` where it is `right`."""
    answers = trial.seen.get("answers", {})
    return next((r for r, a in answers.items() if r.right == right and a == said), None)


@exercise.mistake(
    "asks_this_machine",
    example="""\
import platform
import torch


def why(built, available, system, machine, translated, macos, floor):
    if torch.backends.mps.is_available():
        return "ok"
    if platform.system() != "Darwin":
        return "not_macos"
    if not torch.backends.mps.is_built():
        return "cpu_only_wheel"
    return "no_device"
""",
    what="Your function asks this machine: it calls `{call}`.",
    why="We ask about other people's machines.",
    try_="Use the arguments; all that has to be known is in the seven of them.",
)
def asks_this_machine(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Torch or platform was asked while the function ran."""
    asked = trial.seen.get("asked")
    return {"call": asked[0]} if asked else False


@exercise.mistake(
    "as_float",
    example=in_order("float(macos) < float(floor)"),
    what="Your function stops at a version such as 14.4.1: `float` can't read two dots.",
    why="A version is not a decimal number; read as one, 26.10 would also be the same as 26.1.",
    try_="Split at the dots and make a tuple of `int`.",
)
def as_float(trial: Trial, why: Callable[..., Any]) -> bool:
    """It raises with two dots and does not with one."""
    two = trial.raised(why, True, False, MAC, "arm64", False, "14.4.1", "14.0")
    one = trial.raised(why, True, False, MAC, "arm64", False, "14.4", "14.0")
    return two is not None and is_a(two, ValueError) and one is None


@exercise.mistake(
    "as_text",
    example=in_order("macos < floor"),
    what="For macOS {macos} and a floor of {floor} your function gives `old_macos`.",
    why="You compare the versions as text. As text 26.10 comes before 26.4, because the character 1 comes before 4.",
    try_="Compare numbers: a tuple of `int` from each version.",
)
def as_text(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Wrong just where the order of texts is not that of numbers."""
    found = _where(trial, "old_macos", right="no_device")
    if found is None or not found.macos < found.floor:
        return False
    return {"macos": found.macos, "floor": found.floor}


@exercise.mistake(
    "major_only",
    example=in_order('int(macos.split(".")[0]) < int(floor.split(".")[0])'),
    what="For macOS {macos} and a floor of {floor} your function gives `no_device`.",
    why="You compare only the number before the first dot, and a floor can lie between two minor versions: PyTorch 2.4 wants 12.3.",
    try_="Compare all numbers of a version, from the left.",
)
def major_only(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Only the pair with the same major version is wrong."""
    found = _where(trial, "no_device", right="old_macos")
    if found is None or found.macos.split(".")[0] != found.floor.split(".")[0]:
        return False
    return {"macos": found.macos, "floor": found.floor}


def _first_wins(trial: Trial, why: Callable[..., Any], told: tuple[Any, ...], said: str) -> bool:
    try:
        answer = trial.call(why, *told)
    except LearnerRaised:
        return False
    return type(answer) is str and answer == said


@exercise.mistake(
    "built_first",
    example="""\
def why(built, available, system, machine, translated, macos, floor):
    if available:
        return "ok"
    if not built:
        return "cpu_only_wheel"
    if system != "Darwin":
        return "not_macos"
    if translated:
        return "rosetta"
    if machine == "x86_64":
        return "intel_mac"
    numbers = lambda version: tuple(map(int, version.split(".")))
    return "old_macos" if numbers(macos) < numbers(floor) else "no_device"
""",
    what="For a Linux machine your function gives `cpu_only_wheel`.",
    why="No PyTorch for Linux is built with MPS, so another wheel would change nothing there.",
    try_="Ask for the system before you ask what was built.",
)
def built_first(trial: Trial, why: Callable[..., Any]) -> bool:
    """The wheel is asked before the system."""
    return _first_wins(
        trial, why, (False, False, "Linux", "x86_64", False, "", "14.0"), "cpu_only_wheel"
    )


@exercise.mistake(
    "rosetta_as_intel",
    example="""\
def why(built, available, system, machine, translated, macos, floor):
    if available:
        return "ok"
    if system != "Darwin":
        return "not_macos"
    if machine == "x86_64":
        return "intel_mac"
    if translated:
        return "rosetta"
    if not built:
        return "cpu_only_wheel"
    numbers = lambda version: tuple(map(int, version.split(".")))
    return "old_macos" if numbers(macos) < numbers(floor) else "no_device"
""",
    what="For a Python under Rosetta your function gives `intel_mac`.",
    why="Rosetta runs Intel programs on Apple silicon, so `machine` says `x86_64` there too; the remedy is another Python, not another Mac.",
    try_="Ask for `translated` before you ask for `machine`.",
)
def rosetta_as_intel(trial: Trial, **_: Any) -> bool:
    """The CPU is asked before the translation."""
    return _where(trial, "intel_mac", right="rosetta") is not None


@exercise.mistake(
    "available_late",
    example="""\
def why(built, available, system, machine, translated, macos, floor):
    if system != "Darwin":
        return "not_macos"
    if translated:
        return "rosetta"
    if machine == "x86_64":
        return "intel_mac"
    if not built:
        return "cpu_only_wheel"
    numbers = lambda version: tuple(map(int, version.split(".")))
    if numbers(macos) < numbers(floor):
        return "old_macos"
    return "ok" if available else "no_device"
""",
    what="For a machine where MPS can be used your function gives `{said}`.",
    why="What works needs no reason: an Intel Mac with an AMD GPU had MPS, up to PyTorch 2.2.",
    try_="Answer `ok` first, whatever the other arguments say.",
)
def available_late(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Something else is said although it is available."""
    answers = trial.seen.get("answers", {})
    said = next((a for r, a in answers.items() if r.right == "ok" and a != "ok"), None)
    return {"said": said} if type(said) is str and said in ANSWERS else False


@exercise.mistake(
    "nothing_returned",
    example="""\
def why(built, available, system, machine, translated, macos, floor):
    print("ok" if available else "no_device")
""",
    what="Your function gives `None` for every machine.",
    why="Printing shows a value to you; only `return` hands it to the code that called.",
    try_="End each branch with `return` and the text.",
)
def nothing_returned(trial: Trial, **_: Any) -> bool:
    """None, always."""
    answers = trial.seen.get("answers", {})
    return bool(answers) and all(a is None for a in answers.values())
