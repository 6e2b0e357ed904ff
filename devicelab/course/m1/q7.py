"""m1.q7: where to train: four rules, a deadline and privacy, as a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.checkpoint.safely import is_a, text_of, type_name

from . import q7_rules as rules
from .q7_answers import ALTERNATIVES, MISTAKEN, REFERENCE

exercise = Exercise(
    id="m1.q7",
    title="Where to train",
    needs=("recommend",),
    covers="every combination of the rules' conditions, boundaries included, and 500 drawn jobs",
    minutes=12,
    needs_torch=False,
    device_free=True,
    starter='''\
def recommend(job: dict) -> str:
    """Return "accelerator", "cpu", "cloud" or "nowhere", by the rules above."""
    ...
''',
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Take the four rules in the order of the text; the first that applies decides. Leave deadline and privacy for later.",
        "Let the rules find what this machine can do: the accelerator, the CPU, or nothing. Only then ask for the deadline; a private job takes what there is, however late.",
        'Nothing on this machine: *away*, which is `"nowhere"` for a private job and `"cloud"` for any other. Otherwise take the local choice if its hours meet the deadline or the job is private, else `"cloud"`. Ask whether there is an accelerator before you compare with its budget: without one the budget is `None`.',
    ),
)

_KINDS = "every combination of the rules"
_DRAWN = "500 drawn jobs"


@exercise.check
def check(trial: Trial, recommend: Callable[[rules.Job], Any]) -> None:
    """Compare with the rules on all kinds of jobs, then on drawn ones."""
    if _expect(trial, recommend, _KINDS, list(rules.all_kinds())):
        _expect(trial, recommend, _DRAWN, [rules.drawn(trial) for _ in range(500)])


def _expect(trial: Trial, recommend: Callable[..., Any], name: str, jobs: list[rules.Job]) -> bool:
    job, answer = _first_wrong(trial, recommend, jobs)
    return trial.expect(
        name,
        job is None,
        "another_place",
        what=f"For this job your function gives `{answer}`: {rules.said(job or jobs[0])}.",
        why="By the rules of the text it belongs elsewhere.",
        try_="Take the rules in their order with this job, and note which of them applies first.",
    )


def _first_wrong(
    trial: Trial, recommend: Callable[..., Any], jobs: list[rules.Job]
) -> tuple[rules.Job | None, str]:
    for job in jobs:
        answer = trial.call(recommend, dict(job), where=f"For the job ({rules.said(job)})")
        if not _same(answer, rules.recommend(job)):
            trial.seen["answer"] = answer
            return job, text_of(answer, 40)
    return None, ""


def _same(answer: Any, place: str) -> bool:
    return is_a(answer, str) and str.__eq__(answer, place) is True


_PROBE: rules.Job = {
    "peak_gib": 4.0,
    "budget_gib": 8.0,
    "ram_gib": 16.0,
    "hours_cpu": 2.0,
    "hours_accelerator": 1.0,
    "deadline_h": 6.0,
    "private": False,
    "needs_float64": False,
    "needs_cuda_only": False,
    "accelerator": "mps",
    "gpus": 1,
    "multi_gpu": False,
}


def _says(trial: Trial, recommend: Callable[..., Any], place: str, **change: Any) -> bool:
    """Say whether a plain job, changed so, is sent to a place."""
    try:
        return _same(trial.call(recommend, {**_PROBE, **change}), place)
    except LearnerRaised:
        return False


@exercise.mistake(
    "budget_is_none",
    example=MISTAKEN["budget_is_none"],
    what="On a machine without an accelerator your function stops, because it compares with a budget of `None`.",
    why="Without an accelerator there is no budget, and `None` is no number.",
    try_="Ask whether there is an accelerator first; `and` stops at the first part that is false.",
)
def budget_is_none(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """A TypeError where there is no accelerator, and none where there is one."""
    nothing = {"accelerator": None, "budget_gib": None, "hours_accelerator": None, "gpus": 0}
    error = trial.raised(recommend, {**_PROBE, **nothing})
    return (
        error is not None
        and is_a(error, TypeError)
        and trial.raised(recommend, dict(_PROBE)) is None
    )


@exercise.mistake(
    "not_a_place",
    example=MISTAKEN["not_a_place"],
    what="Your function gives {kind}, which is none of the four places.",
    why='Whoever calls it compares with `"accelerator"`, `"cpu"`, `"cloud"` and `"nowhere"`.',
    try_="Return one of these four words, spelt so; *away* is only the text's name for two of them.",
)
def not_a_place(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Another word or another type."""
    if "answer" not in trial.seen:
        return False
    answer = trial.seen["answer"]
    if is_a(answer, str) and str(answer) in rules.PLACES:
        return False
    text = (
        f"`{text_of(answer, 30)}`"
        if is_a(answer, str)
        else f"a value of type `{type_name(answer)}`"
    )
    return {"kind": text}


@exercise.mistake(
    "float64_on_mps",
    example=MISTAKEN["float64_on_mps"],
    what="A job that needs float64 is sent to `mps`.",
    why="There PyTorch stops it: `Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. Please use float32 instead.`",
    try_="Let rule 2 refuse float64 on `mps`; on `cuda` it is fine.",
)
def float64_on_mps(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """The accelerator of a Mac is given numbers that it has not."""
    return _says(trial, recommend, "accelerator", needs_float64=True)


@exercise.mistake(
    "no_float64_anywhere",
    example=MISTAKEN["no_float64_anywhere"],
    what="A job that needs float64 is kept off an NVIDIA GPU, too.",
    why="Only `mps` lacks float64; `cuda` has it.",
    try_='Let rule 2 refuse float64 where the accelerator is `"mps"`, and only there.',
)
def no_float64_anywhere(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """On CUDA float64 goes to the CPU."""
    return _says(trial, recommend, "cpu", needs_float64=True, accelerator="cuda") and _says(
        trial, recommend, "accelerator", accelerator="cuda"
    )


@exercise.mistake(
    "budget_is_ram",
    example=MISTAKEN["budget_is_ram"],
    what="A job that is larger than the GPU's budget, but not than the RAM, is sent to the accelerator.",
    why="The GPU's budget is `recommended_max_memory()`, and that is less than the RAM.",
    try_="Compare the peak with `budget_gib` for the accelerator, and with `ram_gib` for the CPU.",
)
def budget_is_ram(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """Between budget and RAM the accelerator is chosen."""
    return _says(trial, recommend, "accelerator", peak_gib=12.0)


@exercise.mistake(
    "private_sent_away",
    example=MISTAKEN["private_sent_away"],
    what="A private job is sent to the cloud.",
    why="Private means that the data may not leave this machine, however long it takes here.",
    try_='Let a private job take the local choice without asking for the deadline, and `"nowhere"` where there is none.',
)
def private_sent_away(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """Late, too large, or without its GPU: in one of these a private job leaves."""
    changes = ({"deadline_h": 0.5}, {"peak_gib": 24.0}, {"needs_cuda_only": True})
    return any(_says(trial, recommend, "cloud", private=True, **change) for change in changes)


@exercise.mistake(
    "deadline_ignored",
    example=MISTAKEN["deadline_ignored"],
    what="A job that would be late here, and is not private, stays here.",
    why="A result after the deadline is of no use, and nothing keeps this job from leaving.",
    try_="Compare the hours of the local choice with `deadline_h`.",
)
def deadline_ignored(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """Late, and still here."""
    return not _says(trial, recommend, "cloud", deadline_h=0.5)


@exercise.mistake(
    "wrong_hours",
    example=MISTAKEN["wrong_hours"],
    what="The deadline of a job on the accelerator is compared with the hours of the CPU.",
    why="A Mac's GPU may well finish in time where its CPU would not.",
    try_="Take `hours_accelerator` where the local choice is the accelerator, and `hours_cpu` where it is the CPU.",
)
def wrong_hours(trial: Trial, recommend: Callable[..., Any]) -> bool:
    """In time on the accelerator, late on the CPU: sent away."""
    return _says(trial, recommend, "cloud", deadline_h=1.5)
