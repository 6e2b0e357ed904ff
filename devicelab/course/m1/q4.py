"""m1.q4: a roofline of one's own: FLOP/s, bytes/s, and where one limit hands over to the other.

Williams, Waterman, Patterson, "Roofline" (CACM 52, 2009).
"""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.safely import number_of
from devicelab.course import pictures
from devicelab.course.pictures import Picture

from .known_machine import KnownMachine
from .q4_answers import ALTERNATIVES, MISTAKEN, REFERENCE, STARTER
from .q4_checks import (
    PLACE,
    asked,
    expect_device,
    expect_figures,
    expect_form,
    expect_ridge,
    figures,
    near,
    right_bytes,
    right_flops,
    right_ridge,
)

exercise = Exercise(
    id="m1.q4",
    title="Your roofline",
    needs=("roofline",),
    covers="each figure on a machine whose speeds we know, to one part in a million",
    minutes=12,
    device_free=True,
    starter=STARTER,
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Two loops: one over `SIZES` with products, one over `MIB` with copies. What is counted stands in the text: 2n³ for a product, and twice the bytes for a copy.",
        "Make the tensors before you time: `bench(fn)` should run the product, or the copy, and nothing else. Then divide what was done by the seconds, and by 10⁹.",
        "`a = torch.randn(n, n, device=device)`, likewise `b`, then `2 * n**3 / bench(lambda: a @ b) / 1e9`. For a copy `y.copy_(x)` with `x` of `mib * 2**20 // 4` float32 numbers. The ridge is the best of the first figures divided by the one of the largest copy.",
    ),
)


@exercise.check
def check(trial: Trial, roofline: Callable[..., Any]) -> None:
    """Ask for the roofline of a machine that is known."""
    machine = KnownMachine(trial.number(1e11, 9e12), trial.number(2e10, 8e11))
    bench, found = asked(trial, roofline, machine)
    trial.seen.update(bench=bench, machine=machine)
    expect_form(trial, found)
    expect_device(trial, bench)
    gflops, gbs = figures(found["gflops"]), figures(found["gbs"])
    ridge = number_of(found["ridge"])
    trial.seen.update(gflops=gflops, gbs=gbs, ridge=ridge)
    expect_figures(trial, "GFLOP/s of each product", gflops, right_flops(machine), "flops_off")
    expect_figures(trial, "GB/s of each copy", gbs, right_bytes(machine), "bytes_off")
    expect_ridge(trial, ridge, right_ridge(machine))


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """The roofline of the check's machine, by the answer's figures."""
    found = {k: trial.seen.get(k) for k in ("gflops", "gbs", "ridge")}
    if not all(found.values()) or trial.with_status("failed"):
        return None
    return pictures.rooflines({"the check's machine, by your function": found})


def _all_off_by(trial: Trial, part: str, factor: float) -> bool:
    found = trial.seen.get(part, {})
    right = (
        right_flops(trial.seen["machine"])
        if part == "gflops"
        else right_bytes(trial.seen["machine"])
    )
    return bool(found) and all(near(found[size], factor * right[size]) for size in right)


@exercise.mistake(
    "own_clock",
    example=MISTAKEN["own_clock"],
    what="Your function never calls `bench`.",
    why="A clock of your own does not wait for a GPU, does not warm up and sees every disturbance.",
    try_="Hand the work to `bench` as a function; it gives the seconds that one call takes.",
)
def own_clock(trial: Trial, **_: Any) -> bool:
    """`bench` was not used."""
    bench = trial.seen.get("bench")
    return bench is not None and not bench.calls


@exercise.mistake(
    "not_on_device",
    example=MISTAKEN["not_on_device"],
    what="What you time does not run on the device that you are given.",
    why="The figures would be those of the CPU, whatever the label says.",
    try_="Make each tensor there: `torch.randn(n, n, device=device)`.",
)
def not_on_device(trial: Trial, **_: Any) -> bool:
    """A timed call touched tensors of the CPU, and another device was asked for."""
    return trial.failed(PLACE)


@exercise.mistake(
    "made_inside",
    example=MISTAKEN["made_inside"],
    what="Your timed call also makes the tensors that it works on.",
    why="Drawing random numbers takes time too, for small sizes more than the product itself.",
    try_="Make the tensors before; let the function that you hand over do the product, or the copy, alone.",
)
def made_inside(trial: Trial, **_: Any) -> bool:
    """New numbers are drawn within a timed call."""
    return any(call.made for call in trial.seen["bench"].calls)


@exercise.mistake(
    "half_the_flops",
    example=MISTAKEN["half_the_flops"],
    what="Your GFLOP/s are half of what was done.",
    why="A multiply-add is 2 FLOPs, and an n×n product has n³ of them.",
    try_="Count 2n³.",
)
def half_the_flops(trial: Trial, **_: Any) -> bool:
    """n³ instead of 2n³."""
    return _all_off_by(trial, "gflops", 0.5)


@exercise.mistake(
    "bytes_once",
    example=MISTAKEN["bytes_once"],
    what="Your GB/s are half of what was moved.",
    why="A copy reads and writes: each byte crosses the memory bus twice.",
    try_="Count the bytes of the source and those of the result.",
)
def bytes_once(trial: Trial, **_: Any) -> bool:
    """Only one of the two tensors is counted."""
    return _all_off_by(trial, "gbs", 0.5)


@exercise.mistake(
    "gib_for_gb",
    example=MISTAKEN["gib_for_gb"],
    what="Your `gbs` are GiB/s.",
    why="Data sheets say GB/s, with 10⁹ bytes; a GiB is 2³⁰ bytes, 7 % more.",
    try_="Divide by 1e9 in the end.",
)
def gib_for_gb(trial: Trial, **_: Any) -> bool:
    """2³⁰ instead of 10⁹."""
    return _all_off_by(trial, "gbs", 1e9 / 2**30)


@exercise.mistake(
    "ridge_from_cache",
    example=MISTAKEN["ridge_from_cache"],
    what="Your ridge is computed with a small copy's speed.",
    why="A few MiB stay in the cache, so that copy does not tell how fast the memory is.",
    try_="Take the GB/s of the largest copy.",
)
def ridge_from_cache(trial: Trial, **_: Any) -> bool:
    """The best bandwidth of all instead of the memory's."""
    ridge, gbs, gflops = (trial.seen[name] for name in ("ridge", "gbs", "gflops"))
    return near(float(ridge), max(gflops.values()) / max(gbs.values()))
