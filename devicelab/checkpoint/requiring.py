"""What an exercise asks of the machine, and what is said where the machine has it not."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    from .trial import Message, Trial

_RELEASE = re.compile(r"torch>=(\d+)\.(\d+)")
_DEVICES = ("cuda", "mps", "xpu")


@dataclass(frozen=True)
class Skip:
    """A condition under which a check is not tried; text and deed are sentences."""

    condition: Callable[[Trial], bool]
    code: str
    text: str
    do: str

    def message(self) -> Message:
        """Give the sentences of the verdict."""
        from .trial import Message

        why = "It is this machine's lack, not your answer's, and costs nothing."
        return Message(self.code, self.text, why, self.do)


def parsed(need: str) -> Callable[[Trial], bool]:
    """Give what tells whether a machine meets a need.

    Raises:
        ValueError: the need is not one of those that `Exercise.requires` names.
    """
    release = _RELEASE.fullmatch(need)
    if release:
        least = int(release[1]), int(release[2])
        return lambda _: torch_release() >= least
    if need.startswith("module:"):
        return lambda _: importlib.util.find_spec(need.partition(":")[2]) is not None
    if need == "accelerator":
        return lambda trial: trial.device.type != "cpu"
    if need in _DEVICES:
        return lambda trial: bool(trial.device.type == need)
    raise ValueError(f"{need!r} is no need that can be looked for")


def torch_release() -> tuple[int, int]:
    """Give torch's release as `(2, 13)`."""
    import torch

    major, minor = torch.__version__.split(".")[:2]
    return int(major), int(re.match(r"\d*", minor)[0] or 0)  # type: ignore[index]
