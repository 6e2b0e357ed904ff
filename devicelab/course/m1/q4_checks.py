"""What m1.q4 demands of a roofline, on a machine whose speeds are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.errors import AnswerUnfit, LearnerRaised
from devicelab.checkpoint.safely import is_a, number_of, type_name

from .known_machine import MIB, KnownMachine, Seen

SIZES = (64, 128, 256, 512, 1024, 2048)
COPIES = (1, 4, 16, 64, 256)
_NEAR = 1e-6
PLACE = "all of it on the device given"


class Bench:
    """The `bench` that the check hands over: runs the function once and asks the known machine."""

    def __init__(self, machine: KnownMachine, device: str) -> None:
        self.machine = machine
        self.device = device
        self.calls: list[Seen] = []

    def __call__(self, fn: Callable[[], Any], *_: Any, **__: Any) -> float:
        """Run `fn` once, watched, and give the seconds that the known machine needs."""
        from .watched import watched

        self.calls.append(watched(fn))
        return self.machine.seconds(self.calls[-1])


def expect_device(trial: Trial, bench: Bench) -> None:
    """All that is timed runs where it was asked for."""
    seen = {device for call in bench.calls for device in call.devices}
    trial.expect(
        PLACE,
        seen <= {bench.device},
        "elsewhere",
        what="Not all that you time runs on the device that you are given.",
        why="The figures would be those of another device, whatever the label says.",
        try_="Make each tensor there, with `device=device`.",
    )


def asked(trial: Trial, roofline: Callable[..., Any], machine: KnownMachine) -> tuple[Bench, Any]:
    """Call the answer with our `bench`, on `meta` if that goes."""
    import torch

    # Tensors on `meta` have a form and no numbers: they cost nothing, and show who ignores `device`.
    bench = Bench(machine, "meta")
    try:
        return bench, trial.call(roofline, bench, torch.device("meta"))
    except LearnerRaised:  # not everything can be done on `meta`; on the own device it can
        bench = Bench(machine, trial.device.type)
        return bench, trial.call(roofline, bench, trial.device)


def expect_form(trial: Trial, found: Any) -> None:
    """Three entries, with a number for each size.

    Raises:
        AnswerUnfit: something is missing.
    """
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


def figures(part: Mapping[Any, Any]) -> dict[int, float]:
    """Give the plain floats by size."""
    return {size: number_of(value) or 0.0 for size, value in part.items() if type(size) is int}


def right_flops(machine: KnownMachine) -> dict[int, float]:
    """GFLOP/s of each product on a known machine."""
    return {n: machine.flops_at(n) / 1e9 for n in SIZES}


def right_bytes(machine: KnownMachine) -> dict[int, float]:
    """GB/s of each copy on a known machine."""
    return {mib: machine.bytes_at(mib * MIB) / 1e9 for mib in COPIES}


def right_ridge(machine: KnownMachine) -> float:
    """FLOP per byte at which a known machine's limits meet."""
    return max(right_flops(machine).values()) / right_bytes(machine)[COPIES[-1]]


def near(found: float, right: float) -> bool:
    """Compare to one part in a million."""
    return abs(found - right) <= _NEAR * right


def expect_figures(
    trial: Trial, name: str, found: dict[int, float], right: dict[int, float], message_id: str
) -> None:
    """One figure for each size, exact on a known machine."""
    off = [size for size in right if not near(found[size], right[size])]
    unit, size = ("GFLOP/s", "n =") if message_id == "flops_off" else ("GB/s", "MiB =")
    trial.expect(
        name,
        not off,
        message_id,
        what=f"On a machine whose speeds we know, your {unit} are off at {size} {', '.join(map(str, off))}.",
        why="The figure is the work that was done, divided by the seconds it took.",
        try_="Write down what one timed call does, in FLOP or in bytes, and divide by what `bench` gives for it.",
    )


def expect_ridge(trial: Trial, found: float | None, right: float) -> None:
    """Best FLOP/s over the bandwidth of the largest copy."""
    trial.expect(
        "the ridge",
        found is not None and near(found, right),
        "ridge_off",
        what="Your ridge is not the best FLOP/s divided by the bytes/s of the largest copy.",
        why="Left of the ridge memory is the limit, right of it the arithmetic: both must be the machine's own limits.",
        try_="Divide the largest of your GFLOP/s by the GB/s at 256 MiB; the two giga cancel.",
    )
