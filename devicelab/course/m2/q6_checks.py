"""How m2.q6 looks at a batch: its numbers, what they follow from, and where they were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.checkpoint.safely import full_type_name

if TYPE_CHECKING:
    from .q6_draws import Recorded

SHAPE = "shape and dtype"
NORMAL = "N(0, 1) on 10,000 numbers"
ALONE = "five seeds that have nothing to do with each other"
AGAIN = "the same seed again"
STATE = "random state of the CPU and the accelerator"
DEVICE = "the same numbers on every device"
#: Correlations of 10,000 pairs: seven standard errors of 0, and as good as the same numbers.
_UNRELATED, _ALIKE = 0.07, 0.99
MOVED = "a batch on the device that is asked for"


def expect_batches(trial: Trial, seeded_batch: Callable[..., Any]) -> None:
    """Draw on this device, on the CPU, and on `meta`, which shows where numbers were drawn."""
    import torch

    from .q6_draws import random_state

    seeds = [trial.random.randrange(2**31) for _ in range(5)]
    trial.record(repr(seeds).encode())
    before = random_state()
    batches = [_drawn(trial, seeded_batch, seed, (100, 100)) for seed in seeds]
    trial.seen["state_kept"] = random_state() == before
    if not all(_is_batch(trial, b, (100, 100)) for b in batches):
        return
    numbers = [b.detach().to("cpu", torch.float64).flatten() for b in batches]
    _expect_numbers(trial, numbers)
    again = _drawn(trial, seeded_batch, seeds[0], (100, 100))
    trial.seen["numbers"] = numbers
    trial.seen["again"] = again.detach().to("cpu", torch.float64).flatten()
    _expect_again(trial, bool((again == batches[0]).all()))
    _expect_state(trial)
    _expect_everywhere(trial, seeded_batch, seeds[0])


def _drawn(trial: Trial, seeded_batch: Callable[..., Any], seed: int, shape: Any) -> Any:
    return trial.call(seeded_batch, seed, shape, trial.device, where=f"With the shape {shape}")


def _is_batch(trial: Trial, batch: Any, shape: tuple[int, ...]) -> bool:
    import torch

    if not isinstance(batch, torch.Tensor):
        told = f"a `{full_type_name(batch)}`"
        return _expect_shape(trial, False, told)
    trial.seen["dtype"] = batch.dtype
    place = trial.seen["place"] = batch.device.type == trial.device.type
    fit = tuple(batch.shape) == shape and batch.dtype == torch.float32 and place
    told = (
        f"a tensor of shape {tuple(batch.shape)} and {str(batch.dtype)[6:]} on {batch.device.type}"
    )
    return _expect_shape(trial, fit, told)


def _expect_shape(trial: Trial, fit: bool, told: str) -> bool:
    if fit and any(s.name == SHAPE for s in trial.subchecks):
        return True
    return trial.expect(
        SHAPE,
        fit,
        "not_the_batch",
        what=f"For the shape (100, 100) on `{trial.device.type}` your function gives {told}.",
        why="A model takes what it was built for: this shape, float32, on its own device.",
        try_="Pass `shape` to the function that draws, and move the tensor to `device` at the end.",
    )


def _expect_numbers(trial: Trial, numbers: list[Any]) -> None:
    from .q6_draws import correlation, is_normal

    trial.seen["moments"] = [(float(n.mean()), float(n.std())) for n in numbers]
    trial.expect(
        NORMAL,
        all(is_normal(n) for n in numbers),
        "not_normal",
        what="Your 10,000 numbers have mean {:.2f} and standard deviation {:.2f}; N(0, 1) has 0 and 1.".format(
            *trial.seen["moments"][0]
        ),
        why="Layers are initialised for inputs of mean 0 and deviation 1.",
        try_="Draw from the normal distribution: `torch.randn`.",
    )
    worst = max(abs(correlation(a, b)) for i, a in enumerate(numbers) for b in numbers[:i])
    trial.seen["same_for_all"] = worst > _ALIKE
    trial.expect(
        ALONE,
        worst < _UNRELATED,
        "seeds_related",
        what=f"Batches of different seeds have a correlation of {worst:.2f}.",
        why="Runs with different seeds are there to show what is chance; related numbers hide it.",
        try_="Give the seed to a generator, and draw everything from that generator.",
    )


def _expect_again(trial: Trial, same: bool) -> None:
    trial.expect(
        AGAIN,
        same,
        "not_repeated",
        what="With the same seed your function gives other numbers the second time.",
        why="A run that can't be repeated can't be debugged.",
        try_="Seed the generator inside the function, each time.",
    )


def _expect_state(trial: Trial) -> None:
    trial.expect(
        STATE,
        trial.seen["state_kept"],
        "state_disturbed",
        what="After your function a global random state is not what it was.",
        why="Every dropout and shuffle after it would draw other numbers.",
        try_="Draw from a `torch.Generator` of your own.",
    )


def _expect_everywhere(trial: Trial, seeded_batch: Callable[..., Any], seed: int) -> None:
    """Compare this device with the CPU, and see on `meta` where the numbers are drawn."""
    import torch

    on_cpu = trial.call(seeded_batch, seed, (64,), torch.device("cpu"), where="On the CPU")
    here = _drawn(trial, seeded_batch, seed, (64,))
    same = torch.equal(on_cpu.detach().cpu(), here.detach().cpu())
    seen = trial.seen["recorded"] = _recorded(trial, seeded_batch, seed)
    trial.expect(
        DEVICE,
        same and not seen.drawn_there,
        "other_numbers",
        what="Your numbers are drawn on the device that is asked for.",
        why="Each backend has its own stream, so the same seed gives other numbers on each.",
        try_="Draw on the CPU, whatever the device, and move the batch afterwards.",
    )
    if isinstance(seen.result, torch.Tensor):
        _expect_moved(trial, seen.result)


def _expect_moved(trial: Trial, result: Any) -> None:
    trial.expect(
        MOVED,
        result.device.type == "meta",
        "not_moved",
        what="Asked for another device, your function gives a batch on the CPU.",
        why="The model is on that device, and a batch that is not stops at the first layer.",
        try_="Move what you have drawn to `device`, and return what the move gives: it changes nothing in place.",
    )


def _recorded(trial: Trial, seeded_batch: Callable[..., Any], seed: int) -> Recorded:
    import torch

    from .q6_draws import recorded

    with recorded() as seen:
        try:
            seen.result = trial.call(seeded_batch, seed, (8,), torch.device("meta"))
        except LearnerRaised as raised:
            seen.failed = str(raised.error)
    return seen
