"""m1.q6: audit the claim: what does a faster part make of the whole?

Amdahl's law (AFIPS 1967): a job of time 1, its share f s times faster, takes (1 - f) + f / s.
"""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.safely import is_a
from devicelab.course.pictures import Picture, held

from . import q6_checks as checks
from .q6_checks import near
from .q6_counterexample import smallest

exercise = Exercise(
    id="m1.q6",
    title="Audit the claim",
    needs=("overall", "required_fraction"),
    covers="no share, the whole share, shares between, slower parts, there and back again, and what cannot be",
    revision=2,
    needs_torch=False,
    device_free=True,
    starter='''\
def overall(speedup, fraction):
    """How many times faster is the whole?

    The share `fraction` (0…1) of its time becomes `speedup` times faster.
    Raise ValueError for a fraction outside 0…1.
    """
    ...


def required_fraction(overall, speedup):
    """Which share must become `speedup` times faster?

    The whole is to be `overall` times faster.
    Raise ValueError if that share would lie outside 0…1.
    """
    ...
''',
    reference="""\
def overall(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError("fraction must be 0…1")
    return 1 / ((1 - fraction) + fraction / speedup)


def required_fraction(overall, speedup):
    fraction = (1 - 1 / overall) / (1 - 1 / speedup)
    if not 0 <= fraction <= 1 + 1e-9:
        raise ValueError("the share would lie outside 0…1")
    return min(fraction, 1.0)
""",
    alternatives={
        "hours": """\
def overall(speedup, fraction):
    if fraction < 0 or fraction > 1:
        raise ValueError(f"{fraction} is no share")
    fast, slow = 100.0 * fraction / speedup, 100.0 * (1 - fraction)
    return 100.0 / (fast + slow)
def required_fraction(overall, speedup):
    share = speedup * (overall - 1) / (overall * (speedup - 1))
    if share < 0 or share > 1 + 1e-12:
        raise ValueError("no share does it")
    return share
""",
    },
    hints=(
        "The total time is the time of the part that stays slow plus the time of the part that became fast.",
        "Set the old time to 1. The slow part still takes its share of it; the fast part takes its share divided by the speed-up. The ratio of old to new time is the answer.",
        "New time `t = (1 - fraction) + fraction / speedup`, and the whole is `1 / t` times faster. For the second function set this equal to `overall` and solve for `fraction`; check the range first.",
    ),
)


exercise.counterexample(smallest)


@exercise.check
def check(trial: Trial, overall: Callable[..., Any], required_fraction: Callable[..., Any]) -> None:
    """Check properties that only Amdahl's law has, on fresh numbers."""
    s = trial.seen["s"] = trial.number(2.0, 20.0)
    trial.seen["whole"] = trial.value(overall, s, 1.0)
    checks.expect_ends(trial, overall, s)
    checks.expect_time_adds_up(trial, overall, s)
    checks.expect_direction(trial, overall)
    checks.expect_refused(trial, overall, s)
    checks.expect_there_and_back(trial, required_fraction)
    checks.expect_back_from_slower(trial, required_fraction)
    checks.expect_impossible(trial, required_fraction, s)


@exercise.picture
def picture(trial: Trial, overall: Callable[..., Any], **_: Any) -> Picture:
    """The curve that the answer gives, for a part made 8 times faster."""
    return held([(n / 10, trial.value(overall, 8, n / 10)) for n in range(11)])


_BACK = """
def required_fraction(overall, speedup):
    share = (1 - 1 / overall) / (1 - 1 / speedup)
    if not 0 <= share <= 1:
        raise ValueError("the share would lie outside 0…1")
    return share
"""
_GUARD = """\
def overall(speedup, fraction):
    if not 0 <= fraction <= 1: raise ValueError
"""


def _half_is(trial: Trial, value: float) -> bool:
    return near(trial, float(trial.seen.get("half", 0)), value, 1e-9)


@exercise.mistake(
    "percent",
    example="""\
def overall(speedup, fraction):
    return 1 / ((1 - fraction / 100) + fraction / 100 / speedup)
"""
    + _BACK,
    what="With a fraction of 100 your `overall` gives the whole speed-up.",
    why="You take the fraction for percent; the fraction must be 0…1.",
    try_="Use the share as it comes, and raise a `ValueError` for anything outside 0…1.",
)
def percent(trial: Trial, overall: Callable[..., Any], **_: Any) -> bool:
    """100 means everything, and 1 does not."""
    s = float(trial.seen["s"])
    return near(trial, trial.value(overall, s, 100.0), s, 1e-6) and not near(
        trial, float(trial.seen["whole"]), s, 1e-6
    )


@exercise.mistake(
    "multiplies",
    example=_GUARD + "    return speedup * fraction\n" + _BACK,
    what="Your `overall` is the speed-up times the share, so with a small share the job would become slower.",
    why="The part that stays as it was still takes its time.",
    try_="Add the times of both parts, then compare old time with new.",
)
def multiplies(trial: Trial, **_: Any) -> bool:
    """Half the share gives half the speed-up."""
    return _half_is(trial, float(trial.seen["s"]) / 2)


@exercise.mistake(
    "linear",
    example=_GUARD + "    return 1 + (speedup - 1) * fraction\n" + _BACK,
    what="Your `overall` rises in a straight line with the share.",
    why="Half the work made 8 times faster does not give 4.5 times: the other half still takes its time.",
    try_="Times add up, ratios do not: compute the new time first.",
)
def linear(trial: Trial, **_: Any) -> bool:
    """Half the share gives the mean of 1 and the speed-up."""
    return _half_is(trial, (1 + float(trial.seen["s"])) / 2)


@exercise.mistake(
    "compounds",
    example=_GUARD + "    return speedup**fraction\n" + _BACK,
    what="Your `overall` grows with the share as a power, as interest does.",
    why="A ratio of times does not compound, and it does not grow with the length of the job.",
    try_="Add the times of the slow and the fast part; no power is needed.",
)
def compounds(trial: Trial, **_: Any) -> bool:
    """Half the share gives the square root."""
    return _half_is(trial, float(trial.seen["s"]) ** 0.5)


@exercise.mistake(
    "refuses_slower",
    example=_GUARD
    + """\
    return 1 / (1 - fraction + fraction / speedup)
def required_fraction(overall, speedup):
    if overall > speedup:
        raise ValueError("no share is enough")
    return (1 - 1 / overall) / (1 - 1 / speedup)
""",
    what="Your `required_fraction` raises a `ValueError` for a part that became slower, though there is a share that fits.",
    why="With a speed-up of 0.5, half of the time makes the whole 0.67 times as fast, and 0.67 is above 0.5.",
    try_="Compute the share first, then ask whether it lies within 0…1.",
)
def refuses_slower(trial: Trial, required_fraction: Callable[..., Any], **_: Any) -> bool:
    """Half of the time at half the speed is refused, half of it at twice the speed is not."""
    slower, faster = (trial.raised(required_fraction, 1 / (0.5 + 0.5 / s), s) for s in (0.5, 2.0))
    return slower is not None and is_a(slower, ValueError) and faster is None
