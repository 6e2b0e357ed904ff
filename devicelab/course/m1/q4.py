"""m1.q4: a roofline of one's own: FLOP/s, bytes/s, and where one limit hands over to the other.

Williams, Waterman, Patterson, "Roofline" (CACM 52, 2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.errors import AnswerUnfit, LearnerRaised
from devicelab.checkpoint.safely import is_a, number_of, type_name

from .known_machine import MIB, KnownMachine, Seen, watched
from .q4_answers import ALTERNATIVES, MISTAKEN, REFERENCE, STARTER

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

SIZES = (64, 128, 256, 512, 1024, 2048)
COPIES = (1, 4, 16, 64, 256)
_NEAR = 1e-6
_PLACE = "all of it on the device given"


class _Bench:
    """The `bench` that the check hands over: runs the function once and asks the known machine."""

    def __init__(self, machine: KnownMachine, device: str) -> None:
        self.machine = machine
        self.device = device
        self.calls: list[Seen] = []

    def __call__(self, fn: Callable[[], Any], *_: Any, **__: Any) -> float:
        self.calls.append(watched(fn))
        return self.machine.seconds(self.calls[-1])


@exercise.check
def check(trial: Trial, roofline: Callable[..., Any]) -> None:
    """Ask for the roofline of a machine that is known."""
    machine = KnownMachine(trial.number(1e11, 9e12), trial.number(2e10, 8e11))
    bench, found = _asked(trial, roofline, machine)
    trial.seen.update(bench=bench, machine=machine)
    _expect_form(trial, found)
    _expect_device(trial, bench)
    gflops, gbs = _figures(found["gflops"]), _figures(found["gbs"])
    ridge = number_of(found["ridge"])
    trial.seen.update(gflops=gflops, gbs=gbs, ridge=ridge)
    _expect_figures(trial, "GFLOP/s of each product", gflops, _right_flops(machine), "flops_off")
    _expect_figures(trial, "GB/s of each copy", gbs, _right_bytes(machine), "bytes_off")
    _expect_ridge(trial, ridge, _right_ridge(machine))


def _expect_device(trial: Trial, bench: _Bench) -> None:
    seen = {device for call in bench.calls for device in call.devices}
    trial.expect(
        _PLACE,
        seen <= {bench.device},
        "elsewhere",
        what="Not all that you time runs on the device that you are given.",
        why="The figures would be those of another device, whatever the label says.",
        try_="Make each tensor there, with `device=device`.",
    )


def _asked(trial: Trial, roofline: Callable[..., Any], machine: KnownMachine) -> tuple[_Bench, Any]:
    import torch

    # Tensors on `meta` have a form and no numbers: they cost nothing, and show who ignores `device`.
    bench = _Bench(machine, "meta")
    try:
        return bench, trial.call(roofline, bench, torch.device("meta"))
    except LearnerRaised:  # not everything can be done on `meta`; on the own device it can
        bench = _Bench(machine, trial.device.type)
        return bench, trial.call(roofline, bench, trial.device)


def _expect_form(trial: Trial, found: Any) -> None:
    open_ = _missing(found)
    if not trial.expect(
        "a dictionary of three entries",
        not open_,
        "form",
        what=f"What your function gives lacks {open_}.",
        why="The picture and the later exercises look there.",
        try_='Return `{"gflops": {n: …}, "gbs": {mib: …}, "ridge": …}`, with a number for each size.',
    ):
        raise AnswerUnfit


def _missing(found: Any) -> str:
    if not is_a(found, dict):
        return f"a dictionary around it: it is of type `{type_name(found)}`"
    for name, sizes in (("gflops", SIZES), ("gbs", COPIES)):
        part = found.get(name)
        if not is_a(part, dict):
            return f"a dictionary under `{name}`"
        gaps = [str(size) for size in sizes if number_of(part.get(size)) is None]
        if gaps:
            return f"a number under `{name}` for {', '.join(gaps)}"
    return "" if number_of(found.get("ridge")) is not None else "a number under `ridge`"


def _figures(part: Mapping[Any, Any]) -> dict[int, float]:
    return {size: number_of(value) or 0.0 for size, value in part.items() if type(size) is int}


def _right_flops(machine: KnownMachine) -> dict[int, float]:
    return {n: machine.flops_at(n) / 1e9 for n in SIZES}


def _right_bytes(machine: KnownMachine) -> dict[int, float]:
    return {mib: machine.bytes_at(mib * MIB) / 1e9 for mib in COPIES}


def _right_ridge(machine: KnownMachine) -> float:
    return max(_right_flops(machine).values()) / _right_bytes(machine)[COPIES[-1]]


def _near(found: float, right: float) -> bool:
    return abs(found - right) <= _NEAR * right


def _expect_figures(
    trial: Trial, name: str, found: dict[int, float], right: dict[int, float], message_id: str
) -> None:
    off = [size for size in right if not _near(found[size], right[size])]
    unit, size = ("GFLOP/s", "n =") if message_id == "flops_off" else ("GB/s", "MiB =")
    trial.expect(
        name,
        not off,
        message_id,
        what=f"On a machine whose speeds we know, your {unit} are off at {size} {', '.join(map(str, off))}.",
        why="The figure is the work that was done, divided by the seconds it took.",
        try_="Write down what one timed call does, in FLOP or in bytes, and divide by what `bench` gives for it.",
    )


def _expect_ridge(trial: Trial, found: float | None, right: float) -> None:
    trial.expect(
        "the ridge",
        found is not None and _near(found, right),
        "ridge_off",
        what="Your ridge is not the best FLOP/s divided by the bytes/s of the largest copy.",
        why="Left of the ridge memory is the limit, right of it the arithmetic: both must be the machine's own limits.",
        try_="Divide the largest of your GFLOP/s by the GB/s at 256 MiB; the two giga cancel.",
    )


def _all_off_by(trial: Trial, part: str, factor: float) -> bool:
    found = trial.seen.get(part, {})
    right = (
        _right_flops(trial.seen["machine"])
        if part == "gflops"
        else _right_bytes(trial.seen["machine"])
    )
    return bool(found) and all(_near(found[size], factor * right[size]) for size in right)


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
    return trial.failed(_PLACE)


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
    return _near(float(ridge), max(gflops.values()) / max(gbs.values()))
