"""What m1.q5 demands of the two functions."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.errors import AnswerUnfit
from devicelab.checkpoint.safely import number_of, type_name

from . import q5_steps as known

Estimate = tuple[float, float, float]
MIDDLE = "the middle of the interval"
WIDTH = "a width that shrinks with more steps"


def _nets() -> Mapping[str, Any]:
    import torch
    from torch import nn

    from devicelab.course.resnet import resnet50

    with torch.device("meta"):  # a form without numbers, so that drawing them costs nothing
        nets = {f"ResNet-50, {stem} stem": resnet50(stem=stem) for stem in ("imagenet", "cifar")}
        nets["a small net"] = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Linear(4, 2))
    return {name: net.to_empty(device="cpu") for name, net in nets.items()}


def expect_count(trial: Trial, count: Callable[..., Any]) -> bool:
    """Three nets: both stems of ResNet-50, and a small one with buffers."""
    for name, net in _nets().items():
        found = number_of(trial.call(count, net, where=f"For {name}"))
        right = sum(p.numel() for p in net.parameters())
        trial.seen.setdefault("counts", []).append((net, found))
        if found != right:
            break
    return trial.expect(
        "the number of parameters",
        found == right,
        "count_off",
        what=f"For {name} your `count_parameters` does not give the number of its parameters.",
        why="Published speeds go with a network of a certain size; a wrong count means another network.",
        try_="Add up how many numbers each tensor of `net.parameters()` holds.",
    )


def estimate(
    trial: Trial, function: Callable[..., Any], times: list[float], *rest: int
) -> Estimate:
    """Call the answer and take its three numbers apart.

    Raises:
        AnswerUnfit: they are not three numbers.
        LearnerRaised: as for `Trial.call`.
    """
    answer = trial.call(function, list(times), *rest, where="For a list of steps")
    try:
        # Asked first: to go through a tensor makes one of each of its elements, however many.
        found = [number_of(part) for part in answer] if len(answer) == 3 else []  # noqa: PLR2004
    except Exception:  # noqa: BLE001 - whatever came back can't be taken apart
        found = []
    if len(found) != 3 or any(part is None for part in found):  # noqa: PLR2004 - low, mid, high
        trial.expect(
            "three numbers came back",
            False,
            "not_three",
            what=f"Your `epoch_estimate` gives a value of type `{type_name(answer)}` that is not three numbers.",
            why="An estimate without both ends of its interval can't be compared with anything.",
            try_="Return `(low, mid, high)`, in minutes.",
        )
        raise AnswerUnfit
    low, mid, high = (float(part or 0.0) for part in found)
    return low, mid, high


def near(found: float, right: float, relative: float = 1e-9) -> bool:
    """Compare within a share of the right value."""
    return abs(found - right) <= relative * abs(right)


def expect_middle(trial: Trial, function: Callable[..., Any]) -> bool:
    """The middle is the median step times the steps of an epoch, in minutes."""
    batch, n = trial.random.choice((48, 64, 96)), 50_000 + trial.random.randrange(1, 40)
    times = [trial.number(4.0, 9.0), *(trial.number(0.2, 0.9) for _ in range(known.SHORT))]
    times[3] *= 4  # the mean differs from the median, whatever was drawn
    low, mid, high = estimate(trial, function, times, batch, n)
    trial.seen.update(times=times, batch=batch, n=n, mid=mid, ends=(low, high))
    return trial.expect(
        MIDDLE,
        near(mid, known.middle(times, batch, n)) and low <= mid <= high,
        "middle_off",
        what="The middle of your interval is not the time of an epoch of usual steps.",
        why="Everything that you conclude from the estimate hangs on it.",
        try_="Leave out the first step, take the median of the others, times the number of steps in an epoch, in minutes.",
    )


def expect_outlier(trial: Trial, function: Callable[..., Any]) -> bool:
    """One disturbed step does not move the middle."""
    times = [5.0, *(1 + 0.01 * trial.number(-0.5, 0.5) for _ in range(known.SHORT))]
    _, plain, _ = estimate(trial, function, times, 64, 50_000)
    times[9] *= 10
    _, moved, _ = estimate(trial, function, times, 64, 50_000)
    return trial.expect(
        "one step that took ten times as long",
        near(moved, plain, 0.02),
        "outlier_moves",
        what="One step of ten times the length moves your estimate by more than 2 %.",
        why="Something else ran for a moment; an undisturbed epoch does not contain it.",
        try_="Take the median of the steps.",
    )


def expect_interval(trial: Trial, function: Callable[..., Any]) -> None:
    """The interval holds the truth, is no wider than need be, and shrinks with more steps."""
    per_epoch = known.steps(64, 50_000) / 60
    short = [estimate(trial, function, t, 64, 50_000) for t in known.drawn(16, known.SHORT)]
    long = [estimate(trial, function, t, 64, 50_000) for t in known.drawn(16, known.LONG)]
    trial.seen["intervals"] = {f"{known.SHORT} steps": short, f"{known.LONG} steps": long}
    width, width_long = _width(short), _width(long)
    if not _expect_narrow(trial, width, width_long, known.usual_width() * per_epoch):
        return
    rest = known.drawn(200, known.SHORT)[16:]
    everything = [*short, *(estimate(trial, function, t, 64, 50_000) for t in rest)]
    held = sum(low <= known.TRUE * per_epoch <= high for low, _, high in everything)
    trial.expect(
        "an interval that holds the truth",
        held >= 0.85 * len(everything),  # 95 % are aimed at; a bootstrap of 25 gives a little less
        "coverage",
        what=f"Your interval holds the true value in {held} of {len(everything)} lists.",
        why="An interval of 95 % should miss once in twenty, and yours is too narrow for that.",
        try_="Use `bootstrap_median` on the steps without the first, and scale both of its ends.",
    )


def _width(found: list[Estimate]) -> float:
    return statistics.mean(high - low for low, _, high in found)


def _expect_narrow(trial: Trial, width: float, width_long: float, usual: float) -> bool:
    return trial.expect(
        WIDTH,
        0 < width <= 1.6 * usual and width_long <= 0.65 * width,
        "width",
        what="Your interval is wider than it needs to be, or does not get narrower with four times the steps.",
        why="With more steps you know the usual step better; the interval should show it.",
        try_="Use `bootstrap_median`, and scale both of its ends by the steps of an epoch.",
    )
