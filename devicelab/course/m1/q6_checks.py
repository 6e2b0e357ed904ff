"""What m1.q6 demands of the two functions, a property each, on fresh numbers."""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.safely import is_a, type_name

_BACK = 1e-9
_SHARE_OUTSIDE = "shares outside 0…1"
_GAINED_MORE = "more than the part gained"
_LOST = "a loss by a faster part"


def near(trial: Trial, found: float, right: float, relative: float) -> bool:
    """Compare within `relative`, or within the rounding of a coarser kind that was returned."""
    return abs(found - right) <= max(relative, 16 * trial.rounding) * abs(right)


def expect_ends(trial: Trial, overall: Callable[..., Any], s: float) -> None:
    """A share of 0 changes nothing, and a share of 1 gives the speed-up itself."""
    trial.expect(
        "no share",
        near(trial, trial.value(overall, s, 0.0), 1.0, 1e-12),
        "no_share",
        what="With a share of 0 your `overall` does not say that nothing changes.",
        why="If no part became faster, the job takes as long as before.",
        try_="Write the new time as slow part plus fast part, and put in a share of 0.",
    )
    trial.expect(
        "the whole share",
        near(trial, trial.seen["whole"], s, 1e-12),
        "whole_share",
        what="With a share of 1 your `overall` does not give the speed-up itself.",
        why="If every part became faster, so did the job, by the same factor.",
        try_="Write the new time as slow part plus fast part, and put in a share of 1.",
    )


def expect_time_adds_up(trial: Trial, overall: Callable[..., Any], s: float) -> None:
    """The new time is a straight line in the share: half-way it is the mean of both ends."""
    f = trial.number(0.05, 0.95)
    half = trial.seen["half"] = trial.value(overall, s, 0.5)
    trial.expect(
        "shares between",
        _line(trial, half, s, 0.5) and _line(trial, trial.value(overall, s, f), s, f),
        "time_does_not_add_up",
        what="For a share between 0 and 1 your `overall` does not fit the times of the two parts.",
        why="What a job takes is the sum of what its parts take; ratios do not add, times do.",
        try_="Compute the new time first, as slow part plus fast part; divide only at the end.",
    )


def _line(trial: Trial, ratio: float, s: float, f: float) -> bool:
    return ratio > 0 and near(trial, 1 / ratio, (1 - f) + f / s, 1e-9)


def expect_direction(trial: Trial, overall: Callable[..., Any]) -> None:
    """The whole rises with the share for a faster part, and falls for a slower one."""
    s, low, high = trial.seen["s"], trial.number(0.1, 0.4), trial.number(0.6, 0.9)
    rises = trial.value(overall, s, low) < trial.value(overall, s, high)
    falls = trial.value(overall, 0.5, low) > trial.value(overall, 0.5, high)
    trial.expect(
        "a slower part",
        rises and falls,
        "direction",
        what="A larger share should help if the part is faster, and hurt if it is slower; yours does not do both.",
        why="A GPU that is slower than the CPU on small work is real news.",
        try_="Leave the speed-up as it is, even below 1; the same formula covers both.",
    )


def expect_refused(trial: Trial, overall: Callable[..., Any], s: float) -> None:
    """A share given in percent, and one below 0, raise ValueError."""
    for share in (trial.number(2.0, 95.0), -trial.number(0.1, 0.9)):
        error = trial.raised(overall, s, share)
        if error is not None and not is_a(error, ValueError):
            _other_error(trial, _SHARE_OUTSIDE, "For a fraction outside 0…1 your `overall`", error)
            return
        if error is None:
            _accepts_outside(trial, ok=False)
            return
    _accepts_outside(trial, ok=True)


def _accepts_outside(trial: Trial, *, ok: bool) -> None:
    trial.expect(
        _SHARE_OUTSIDE,
        ok,
        "accepts_percent",
        what="Your `overall` takes a fraction outside 0…1 without complaint.",
        why="A share given in percent would pass unseen and give a plausible, wrong number.",
        try_="Raise a `ValueError` unless the fraction lies within 0…1.",
    )


def _other_error(trial: Trial, name: str, where: str, error: BaseException) -> None:
    trial.expect(
        name,
        False,
        "other_error",
        what=f"{where} raises `{type_name(error)}`, and `ValueError` is asked for.",
        why="Whoever catches the refusal has to know its kind; an `assert` can even be switched off.",
        try_="Write `raise ValueError(…)` under an `if`.",
    )


def expect_there_and_back(trial: Trial, required: Callable[..., Any]) -> None:
    """From the share to the whole and back, for a part that became faster."""
    pairs = [(trial.number(1.1, 30.0), trial.number(0.01, 0.99)) for _ in range(8)]
    trial.expect(
        "there and back again",
        all(_comes_back(trial, required, s, f) for s, f in pairs),
        "no_way_back",
        what="Your `required_fraction` does not undo what `overall` should do.",
        why="A claim is audited backwards: from the speed-up of the whole to the share it needs.",
        try_="Set the formula of the whole equal to `overall` and solve it for the share.",
    )


def expect_back_from_slower(trial: Trial, required: Callable[..., Any]) -> None:
    """From the share to the whole and back, for a part that became slower."""
    pairs = [(trial.number(0.2, 0.9), trial.number(0.01, 0.99)) for _ in range(4)]
    trial.expect(
        "back from a slower part",
        all(_comes_back(trial, required, s, f) for s, f in pairs),
        "no_way_back_slower",
        what="For a part that became slower your `required_fraction` does not undo what `overall` should do.",
        why="A GPU that is slower than the CPU on small work is real news, and its share can be asked for too.",
        try_="Leave the speed-up as it is, even below 1; the same formula covers both.",
    )


def _comes_back(trial: Trial, required: Callable[..., Any], s: float, f: float) -> bool:
    found = trial.value(required, 1 / ((1 - f) + f / s), s)
    # Near a speed-up of 1 the two differences that are divided are small: they lose some digits.
    return abs(found - f) <= max(_BACK, 64 * trial.rounding)


def expect_impossible(trial: Trial, required: Callable[..., Any], s: float) -> None:
    """A whole that gained more than its part has no share, nor has one that lost by a faster part."""
    more, less = s * trial.number(1.05, 2.0), trial.number(0.3, 0.9)
    error = trial.raised(required, more, s)
    _expect_no_share(trial, _GAINED_MORE, "that gained more than its part", error)
    error = trial.raised(required, less, s)
    _expect_no_share(trial, _LOST, "that became slower by a part that became faster", error)


def _expect_no_share(trial: Trial, name: str, which: str, error: BaseException | None) -> None:
    if error is not None and not is_a(error, ValueError):
        _other_error(trial, name, f"For a whole {which} your `required_fraction`", error)
        return
    trial.expect(
        name,
        error is not None,
        "accepts_impossible",
        what=f"Your `required_fraction` gives a share for a whole {which}.",
        why="No share does that: such a claim is wrong, and your audit should say so.",
        try_="Raise a `ValueError` if the share would lie outside 0…1.",
    )
