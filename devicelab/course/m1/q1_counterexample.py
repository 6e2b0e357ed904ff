"""The smallest counterexample of m1.q1: a machine on which the device chosen is the wrong one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Callable

from devicelab.checkpoint import Counterexample, Trial
from devicelab.checkpoint.counterexample import does

from .worlds import WORLDS, World, failed_itself, kind_of, lived_in


class Machine(AbstractContextManager[None]):
    """A machine to be lived in: ``with counterexample: …`` makes this process look like it."""

    def __init__(self, world: World) -> None:
        """Stand for one of the five."""
        self._world = world
        self._lived: list[AbstractContextManager[None]] = []

    def __repr__(self) -> str:
        return f"<{self._world.where}>"

    def __enter__(self) -> None:
        self._lived.append(lived_in(self._world))
        self._lived[-1].__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lived.pop().__exit__(kind, error, traceback)


def smallest(trial: Trial, pick_device: Callable[[], Any]) -> Counterexample | None:
    """Try the machines in order, that without an accelerator first."""
    for world in WORLDS:
        with lived_in(world):
            found, said = does(trial, pick_device)
            kind = kind_of(found)
        if isinstance(found, Exception) and failed_itself(world, found):
            continue
        if kind != world.right:
            call = "with counterexample:\n    print(pick_device())"
            return Counterexample(Machine(world), call, f"{world.where} your function {said}.")
    return None
