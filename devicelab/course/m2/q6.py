"""m2.q6: same seed, same start: the same random numbers on every device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.course.pictures import Picture, draws

from .q6_checks import AGAIN, DEVICE, MOVED, STATE, expect_batches

exercise = Exercise(
    id="m2.q6",
    title="Same seed, same start",
    needs=("seeded_batch",),
    covers="shape, float32, N(0, 1), equal seeds and different ones, equal numbers on every device, and the random state of CPU and accelerator left as it was",
    minutes=10,
    device_free=True,
    starter='''\
import torch


def seeded_batch(seed, shape, device) -> torch.Tensor:
    """Draw N(0, 1), float32, the same numbers for a seed on every device."""
    ...
''',
    reference="""\
import torch


def seeded_batch(seed, shape, device) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator).to(device)
""",
    alternatives={
        "fork": """\
import torch


def seeded_batch(seed, shape, device):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x = torch.randn(*shape, dtype=torch.float32, device="cpu")
    return x.to(device=device)
""",
        "python": """\
import math, random
import torch


def seeded_batch(seed, shape, device):
    draw = random.Random(seed).gauss
    numbers = torch.tensor([draw(0, 1) for _ in range(math.prod(shape))])
    return numbers.reshape(shape).to(device)
""",
        "in_place": """\
import torch


def seeded_batch(seed, shape, device):
    g = torch.Generator(device="cpu")
    g.manual_seed(seed)
    return torch.empty(shape).normal_(generator=g).to(device, torch.float32)
""",
    },
    hints=(
        "Whose generator draws? Each device has one of its own, and the CPU's is on every machine.",
        "A `torch.Generator()` lives on the CPU and has a state of its own, apart from the global one. Seed it, and give it to the function that draws.",
        "`g = torch.Generator().manual_seed(seed)`, then `torch.randn(shape, generator=g)`. Draw first, move afterwards.",
    ),
)


@exercise.check
def check(trial: Trial, seeded_batch: Callable[..., Any]) -> None:
    """Draw on this device, on the CPU, and on `meta`, which shows where numbers were drawn."""
    expect_batches(trial, seeded_batch)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """Sixty numbers of one seed against the same seed again, and against another seed."""
    found = trial.seen.get("numbers")
    if not found or "again" not in trial.seen:
        return None
    first, second, again = (n[:60].tolist() for n in (found[0], found[1], trial.seen["again"]))
    return draws(("the same seed again", first, again), ("another seed", first, second))


_MODULE = "import torch\n\n\ndef seeded_batch(seed, shape, device):\n"


@exercise.mistake(
    "float64",
    example=_MODULE
    + """\
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(device)
""",
    what="Your batch is float64.",
    why="MPS has no float64: there, the move raises `TypeError: Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. Please use float32 instead.`",
    try_="Draw float32, which is the default of `torch.randn`.",
)
def float64(trial: Trial, seeded_batch: Callable[..., Any]) -> bool:
    """float64 came back, or MPS refused it."""
    import torch

    if trial.seen.get("dtype") is torch.float64:
        return True
    error = trial.raised(seeded_batch, 1, (2,), trial.device)
    return isinstance(error, TypeError) and "float64" in str(error)


@exercise.mistake(
    "device_stream",
    example=_MODULE
    + """\
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.randn(shape, device=device)
""",
    what="Your numbers are drawn on the device that is asked for.",
    why="Each backend has its own stream, so the same seed gives other numbers on each.",
    try_="Draw on the CPU, whatever the device, and move the batch afterwards.",
)
def device_stream(trial: Trial, **_: Any) -> bool:
    """On `meta` something random is drawn, and nothing else is wrong."""
    return trial.failed(DEVICE) and not trial.failed(STATE) and not _generator_there(trial)


@exercise.mistake(
    "device_generator",
    example=_MODULE
    + """\
    generator = torch.Generator(device=device).manual_seed(seed)
    return torch.randn(shape, generator=generator, device=device)
""",
    what="Your generator lives on the device that is asked for.",
    why="Each backend has its own stream, so the same seed gives other numbers on each.",
    try_="Make the generator on the CPU, draw there, and move the batch afterwards.",
)
def device_generator(trial: Trial, **_: Any) -> bool:
    """A generator was asked of the device."""
    return trial.failed(DEVICE) and _generator_there(trial)


def _generator_there(trial: Trial) -> bool:
    seen = trial.seen.get("recorded")
    return bool(seen and seen.generator_there)


@exercise.mistake(
    "global_seed",
    example=_MODULE
    + """\
    torch.manual_seed(seed)
    return torch.randn(shape).to(device)
""",
    what="After your function the global random state is another one: `torch.manual_seed` sets it for the whole program.",
    why="Every dropout and shuffle after it would draw other numbers.",
    try_="Seed a `torch.Generator` of your own, and give it to the function that draws.",
)
def global_seed(trial: Trial, **_: Any) -> bool:
    """The state changed, and the numbers follow the seed."""
    return trial.failed(STATE) and not trial.failed(AGAIN) and not trial.seen["same_for_all"]


@exercise.mistake(
    "seed_unused",
    example=_MODULE + "    return torch.randn(shape).to(device)\n",
    what="Your numbers do not depend on the seed: the same one gives other numbers the second time.",
    why="A run that can't be repeated can't be debugged.",
    try_="Seed a `torch.Generator` inside the function, and give it to the function that draws.",
)
def seed_unused(trial: Trial, **_: Any) -> bool:
    """Fresh numbers at each call."""
    return trial.failed(AGAIN)


@exercise.mistake(
    "uniform",
    example=_MODULE
    + """\
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=generator).to(device)
""",
    what="Your numbers lie between 0 and 1: mean {mean}, standard deviation {deviation}.",
    why="Layers are initialised for inputs of mean 0 and deviation 1.",
    try_="`torch.rand` is uniform, `torch.randn` is normal.",
)
def uniform(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The moments of a uniform distribution."""
    mean, deviation = trial.seen.get("moments", [(0.0, 1.0)])[0]
    if round(mean, 1) != 0.5 or round(deviation, 1) != 0.3:  # noqa: PLR2004 - a half, and 12**-0.5
        return False
    return {"mean": f"{mean:.2f}", "deviation": f"{deviation:.2f}"}


@exercise.mistake(
    "not_moved",
    example=_MODULE
    + """\
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator)
""",
    what="Asked for another device, your function gives a batch on the CPU.",
    why="The model is on that device, and a batch that is not stops at the first layer.",
    try_="Move what you have drawn to `device`, and return what the move gives: it changes nothing in place.",
)
def not_moved(trial: Trial, **_: Any) -> bool:
    """Nothing but the move is missing: on `meta`, or here if this machine has a device."""
    moved = trial.failed(MOVED) or trial.seen.get("place", True) is False
    return moved and not trial.failed(DEVICE)
