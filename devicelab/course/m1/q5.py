"""m1.q5: ResNet-50, honestly: count its parameters, and say how long an epoch takes, with an interval."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.course.pictures import Picture, intervals

from . import q5_checks as checks
from . import q5_steps as known
from .q5_answers import ALTERNATIVES, MISTAKEN, REFERENCE, STARTER
from .q5_checks import MIDDLE, WIDTH, estimate, near

exercise = Exercise(
    id="m1.q5",
    title="ResNet-50, honestly",
    needs=("count_parameters", "epoch_estimate"),
    covers="parameters of three nets; the estimate on 216 lists of steps whose undisturbed time we know: its middle, its coverage and its width",
    minutes=15,
    device_free=True,
    starter=STARTER,
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "`net.parameters()` gives the tensors that training changes, and each knows how many numbers it holds. For the epoch: leave out the first step, then look at what is usual, and how sure that is.",
        "An epoch has as many steps as there are batches, the last and smaller one included. The usual step is the median; the interval for it comes from `bootstrap_median`.",
        "`steady = times[1:]`, `low, high = bootstrap_median(steady)`, `minutes = math.ceil(n / batch) / 60`; then multiply low, median and high by `minutes`.",
    ),
)


@exercise.check
def check(
    trial: Trial, count_parameters: Callable[..., Any], epoch_estimate: Callable[..., Any]
) -> None:
    """Count, then estimate; what is dear is asked only where the rest is right."""
    counted = checks.expect_count(trial, count_parameters)
    usual = checks.expect_middle(trial, epoch_estimate)
    if usual and checks.expect_outlier(trial, epoch_estimate) and counted:
        checks.expect_interval(trial, epoch_estimate)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """The intervals for lists of 25 and of 100 steps, around the true value."""
    found = trial.seen.get("intervals")
    return intervals(found, known.TRUE * known.steps(64, 50_000) / 60) if found else None


@exercise.mistake(
    "buffers_counted",
    example=MISTAKEN["buffers_counted"],
    what="You count more than the parameters: buffers are among what you add up.",
    why="BatchNorm's running statistics are buffers; they are stored with the net, but training does not learn them.",
    try_="Go through `net.parameters()`.",
)
def buffers_counted(trial: Trial, **_: Any) -> bool:
    """The sum over the whole state_dict."""
    net, found = trial.seen["counts"][-1]
    return bool(found == sum(t.numel() for t in net.state_dict().values()))


@exercise.mistake(
    "tensors_counted",
    example=MISTAKEN["tensors_counted"],
    what="You count tensors: `{count}` of them.",
    why="A parameter tensor may hold one number or a million; what is learnt are the numbers.",
    try_="Ask each tensor how many numbers it holds, with `numel()`.",
)
def tensors_counted(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The number of parameter tensors."""
    net, found = trial.seen["counts"][-1]
    count = len(list(net.parameters()))
    return {"count": str(count)} if found == count else False


def _mid_is(trial: Trial, seconds: float, steps: float) -> bool:
    return trial.failed(MIDDLE) and near(float(trial.seen["mid"]), seconds * steps, 1e-6)


class _Asked:
    """What the middle was asked for."""

    def __init__(self, trial: Trial) -> None:
        self.steady = list(trial.seen["times"][1:])
        self.median = statistics.median(self.steady)
        self.minutes = known.steps(trial.seen["batch"], trial.seen["n"]) / 60


@exercise.mistake(
    "first_step_kept",
    example=MISTAKEN["first_step_kept"],
    what="The first step is among those that you take the median of.",
    why="The first step also compiles and allocates; the other steps of an epoch do not.",
    try_="Begin with the second: `times[1:]`.",
)
def first_step_kept(trial: Trial, **_: Any) -> bool:
    """The median of all."""
    return _mid_is(trial, statistics.median(trial.seen["times"]), _Asked(trial).minutes)


@exercise.mistake(
    "mean",
    example=MISTAKEN["mean"],
    what="The middle of your interval comes from the mean.",
    why="The mean answers another question: how long with today's disturbances.",
    try_="Take the median: half of the steps are faster, half are slower.",
)
def mean(trial: Trial, **_: Any) -> bool:
    """The mean of the steady steps, or of all."""
    asked = _Asked(trial)
    lists = (asked.steady, trial.seen["times"])
    return any(_mid_is(trial, statistics.mean(t), asked.minutes) for t in lists)


@exercise.mistake(
    "floor",
    example=MISTAKEN["floor"],
    what="Your epoch is one step too short.",
    why="The last, smaller batch is a step too.",
    try_="Round the number of batches up: `math.ceil(n / batch)`.",
)
def floor(trial: Trial, **_: Any) -> bool:
    """Batches rounded down, or not rounded."""
    middle = _Asked(trial).median
    batch, n = trial.seen["batch"], trial.seen["n"]
    return any(_mid_is(trial, middle, steps / 60) for steps in (n // batch, n / batch))


@exercise.mistake(
    "seconds",
    example=MISTAKEN["seconds"],
    what="Your estimate is in seconds.",
    why="Minutes are asked for, and a number without its unit is off by 60.",
    try_="Divide by 60.",
)
def seconds(trial: Trial, **_: Any) -> bool:
    """Sixty times too much."""
    asked = _Asked(trial)
    return _mid_is(trial, asked.median, 60 * asked.minutes)


@exercise.mistake(
    "another_order",
    example=MISTAKEN["another_order"],
    what="Your three numbers are not in the order low, mid, high.",
    why="Whoever reads them takes the second for the estimate.",
    try_="Return `(low, mid, high)`.",
)
def another_order(trial: Trial, **_: Any) -> bool:
    """The right middle is one of the ends."""
    asked = _Asked(trial)
    right = asked.median * asked.minutes
    return trial.failed(MIDDLE) and any(near(e, right) for e in trial.seen["ends"])


@exercise.mistake(
    "spread_of_steps",
    example=MISTAKEN["spread_of_steps"],
    what="Your interval does not get narrower with four times the steps.",
    why="That is the spread of single steps; an interval for the epoch shrinks with more steps.",
    try_="Take the two ends from `bootstrap_median`.",
)
def spread_of_steps(trial: Trial, epoch_estimate: Callable[..., Any], **_: Any) -> bool:
    """Quartiles: as wide for 100 steps as for 25."""
    return trial.failed(WIDTH) and not _is_range(trial, epoch_estimate)


@exercise.mistake(
    "minimum_and_maximum",
    example=MISTAKEN["minimum_and_maximum"],
    what="Your interval goes from the fastest step to the slowest.",
    why="That is the spread of single steps, and it only grows with more of them; an interval for the epoch shrinks.",
    try_="Take the two ends from `bootstrap_median`.",
)
def minimum_and_maximum(trial: Trial, epoch_estimate: Callable[..., Any], **_: Any) -> bool:
    """The ends follow the extremes."""
    return trial.failed(WIDTH) and _is_range(trial, epoch_estimate)


def _is_range(trial: Trial, function: Callable[..., Any]) -> bool:
    times = [5.0, *(1 + n / 100 for n in range(25))]
    try:
        low, mid, high = estimate(trial, function, times, 64, 50_000)
    except LearnerRaised:
        return False
    return near(low / mid, 1 / 1.12, 1e-6) and near(high / mid, 1.24 / 1.12, 1e-6)
