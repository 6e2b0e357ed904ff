"""Where a driver runs an answer: on a device here, on a simulated Mac, on the fake device.

A driver is a function of the course, `driver(stage, **answers_and_data) -> dict` of plain
data. The same driver runs in this process on an accelerator, or in the rehearsal process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable


class AnswerRaised(Exception):  # noqa: N818 - it names what happened
    """The learner's code raised; `error` is what it raised."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)
        self.error = error


class Stage:
    """What a driver has to work with.

    Attributes:
        kind: `here`, `simulated` or `fake`.
        name: as a sentence would name it.
        entered_ms: milliseconds that it took to become this stage.
        simulation: of a simulated Mac: its `fallbacks`, `copies`, `autocast`, `faults`, `pool`.
    """

    def __init__(self, kind: str, name: str, device: str, simulation: Any = None) -> None:
        self.kind = kind
        self.name = name
        self._device = device
        self.simulation = simulation
        self.entered_ms = 0.0

    @property
    def device(self) -> Any:
        """The `torch.device` to use."""
        import torch

        return torch.device(self._device)

    @property
    def has_values(self) -> bool:
        """Whether tensors hold numbers: not on the fake device."""
        return self.kind != "fake"

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the learner's function.

        Raises:
            AnswerRaised: whatever it raised, an interrupt excepted.
        """
        try:
            return function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise AnswerRaised(error) from error

    def raised(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> str | None:
        """Call the learner's function and give the text of what it raised; None if it returned."""
        try:
            self.call(function, *args, **kwargs)
        except AnswerRaised as raised:
            return f"{type(raised.error).__name__}: {raised.error}"[:2000]
        return None

    @contextmanager
    def traced(self) -> Iterator[Any]:
        """Trace the operators inside by device; gives a `devicelab.proof.dispatch.Trace`."""
        from .dispatch import Trace

        with Trace() as trace:
            yield trace

    def strays(self, value: Any, name: str = "output") -> list[str]:
        """Name every tensor of `value` that is not on the stage's device."""
        from .leaves import strays

        return strays(value, self.device, name)
