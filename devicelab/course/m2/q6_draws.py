"""How random numbers are looked at: their moments, whose they are, and what they disturbed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

_DRAWING = ("rand", "normal", "bernoulli", "uniform", "exponential", "multinomial")


def is_normal(numbers: Any) -> bool:
    """Say whether numbers (float64, one dimension, at least 1000) look like N(0, 1).

    Mean and standard deviation within six standard errors, and as many beyond 1 and 2
    deviations as a normal distribution has, so that a uniform one of deviation 1 is not.
    """
    n = numbers.numel()
    error = n**-0.5
    beyond = [float((numbers.abs() > limit).double().mean()) for limit in (1.0, 2.0)]
    return bool(
        abs(float(numbers.mean())) < 6 * error
        and abs(float(numbers.std()) - 1) < 6 * error / 2**0.5
        and abs(beyond[0] - 0.3173) < 6 * error * 0.465
        and abs(beyond[1] - 0.0455) < 6 * error * 0.208
    )


def correlation(a: Any, b: Any) -> float:
    """Give the correlation of two series of equal length; 0 where one does not vary."""
    deviation = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean()) / deviation if deviation else 0.0


def random_state() -> tuple[bytes, ...]:
    """Give the state of the global generators: the CPU's, and an accelerator's that is in use."""
    states = [torch.get_rng_state()]
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        states.append(torch.cuda.get_rng_state())
    if torch.backends.mps.is_available():
        states.append(torch.mps.get_rng_state())
    return tuple(bytes(s.cpu().tolist()) for s in states)


@dataclass
class Recorded:
    """What was drawn on the device that only records, or why it could not be."""

    drawn_there: bool = False
    generator_there: bool = False
    failed: str = ""
    result: Any = None


class _Draws(TorchDispatchMode):  # type: ignore[misc]
    def __init__(self, seen: Recorded) -> None:
        super().__init__()
        self._seen = seen

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Note an operation that draws, by where it draws."""
        kwargs = kwargs or {}
        name = func._schema.name.split("::")[1]  # noqa: SLF001 - how an operator tells its name
        if any(word in name for word in _DRAWING) and _on_meta(args, kwargs):
            self._seen.drawn_there = True
        return func(*args, **kwargs)


def _on_meta(args: Any, kwargs: Any) -> bool:
    device = kwargs.get("device")
    first = args[0] if args and isinstance(args[0], torch.Tensor) else None
    found = first.device if first is not None else device
    return found is not None and torch.device(found).type == "meta"


@contextmanager
def recorded() -> Iterator[Recorded]:
    """Note what is drawn on `meta`, a device without numbers, until the block ends.

    torch makes no generator for it: who asks for one wants the device's own stream.
    """
    seen = Recorded()
    with _Draws(seen):
        yield seen
    # The block notes what was raised.
    if seen.failed and seen.failed == _generator_refused():
        seen.generator_there = seen.drawn_there = True


def _generator_refused() -> str:
    """Give this torch's sentence for a generator on `meta`."""
    try:
        torch.Generator(device="meta")
    except RuntimeError as error:
        return str(error)
    return ""
