"""m1.q1: pick the device that is usable, on any machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.blame import named
from devicelab.checkpoint.errors import LearnerRaised

from .q1_answers import ALTERNATIVES
from .q1_counterexample import smallest
from .worlds import WORLDS, World, failed_itself, kind_of, lived_in, takes_a_tensor

exercise = Exercise(
    id="m1.q1",
    title="Pick the device",
    needs=("pick_device",),
    covers="the type of the device chosen on five kinds of machine, and one tensor made on yours",
    minutes=8,
    revision=2,
    device_free=True,
    starter='''\
import torch


def pick_device() -> torch.device:
    """Return an accelerator if one is usable, else the CPU. Never raise."""
    ...
''',
    reference="""\
import torch


def pick_device() -> torch.device:
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")
""",
    alternatives=ALTERNATIVES,
    hints=(
        "Look at what `torch.accelerator` offers: one question is whether an accelerator can be used now, another which one it is.",
        "Ask first whether any accelerator is available. Only then ask which it is; in the other case the CPU is the answer, and it is a `torch.device` too.",
        "`if torch.accelerator.is_available():` return `torch.accelerator.current_accelerator()`, and after the `if` return a `torch.device` of the CPU.",
    ),
)

exercise.counterexample(smallest)


@exercise.check
def check(trial: Trial, pick_device: Callable[[], Any]) -> None:
    """Ask for the device in five worlds, then use the one chosen here."""
    chosen = {world: _chosen(trial, pick_device, world) for world in WORLDS}
    trial.seen["types"] = {world.name: kind for world, kind in chosen.items() if kind}
    for world, kind in chosen.items():
        if kind:
            _expect_world(trial, world, kind)
    _expect_works(trial, trial.call(pick_device, where="On this machine"))


def _chosen(trial: Trial, pick_device: Callable[[], Any], world: World) -> str | None:
    """Give the kind of what the function gives in a world; None if the world could not hold."""
    trial.record(world.name.encode())
    with lived_in(world):
        try:
            return kind_of(trial.call(pick_device, where=world.where))
        except LearnerRaised as raised:
            if not failed_itself(world, raised.error):
                raise
            _not_tried(trial, world, raised.error)
            return None


def _not_tried(trial: Trial, world: World, error: BaseException) -> None:
    trial.not_tried(
        world.named,
        "world_failed",
        f"Not tried: {world.named}. We only imitate that machine here, and not the part of torch that stopped with `{named(error)}`.",
    )


def _expect_world(trial: Trial, world: World, kind: str) -> None:
    trial.expect(
        world.named,
        kind == world.right,
        f"wrong_{world.name}",
        what=f"{world.where} your function gives `{kind.strip('()')}`, which is not the device to use there.",
        why="Code that runs on any machine has to ask each one what it can use.",
        try_="Ask whether an accelerator is available now; only then ask which one it is.",
    )


def _expect_works(trial: Trial, answer: Any) -> None:
    kind = trial.seen["here"] = kind_of(answer)
    trial.expect(
        "a tensor made on your own device",
        not kind.startswith("(") and takes_a_tensor(answer),
        "device_unusable",
        what=f"On this machine your function gives `{kind.strip('()')}`, and a tensor can't be made there.",
        why="A device is usable if it takes a tensor; all else is a promise.",
        try_="Run `torch.zeros(1, device=pick_device())` in a cell and read what it says.",
    )


def _types(trial: Trial) -> Mapping[str, str]:
    found: Mapping[str, str] = trial.seen.get("types", {})
    return found


@exercise.mistake(
    "returns_string",
    example="""\
import torch
def pick_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator().type
    return "cpu"
""",
    what="Your function gives a piece of text.",
    why="`'mps'` works in many calls, but it has no `.type`, and code that asks for it stops.",
    try_="Return a `torch.device`; `torch.device(...)` makes one from the text.",
)
def returns_string(trial: Trial, **_: Any) -> bool:
    """Any of the answers is text."""
    return "(str)" in _types(trial).values()


@exercise.mistake(
    "nothing_returned",
    example="""\
import torch
def pick_device():
    print(torch.device("cuda" if torch.cuda.is_available() else "cpu"))
""",
    what="Your function gives `None` everywhere.",
    why="Printing shows a value to you; only `return` hands it to the code that called.",
    try_="End the function with `return` and the device.",
)
def nothing_returned(trial: Trial, **_: Any) -> bool:
    """None comes back, whatever the machine."""
    return set(_types(trial).values()) == {"(NoneType)"}


@exercise.mistake(
    "no_fallback",
    example="""\
import torch
def pick_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
""",
    what="On a machine without an accelerator your function gives `None`.",
    why="The next line of a program would put its tensors on `None`, which means the CPU in one call and an error in another.",
    try_="Say what to return when there is no accelerator.",
)
def no_fallback(trial: Trial, **_: Any) -> bool:
    """Nothing comes back where there is no accelerator."""
    return _types(trial).get("none") == "(NoneType)"


@exercise.mistake(
    "not_a_device",
    example="""\
import torch
def pick_device():
    return torch.zeros(1)
""",
    what="Your function gives a value of type `{kind}`, which is no device.",
    why="The next line of a program would ask it for its `.type`, or put a tensor on it.",
    try_="Return a `torch.device`.",
)
def not_a_device(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Something else came back, somewhere."""
    kinds = [*_types(trial).values(), trial.seen.get("here", "")]
    other = next((kind for kind in kinds if kind.startswith("(")), None)
    return {"kind": other.strip("()")} if other else False


@exercise.mistake(
    "hard_coded",
    example="""\
import torch
def pick_device():
    return torch.device("cpu")
""",
    what="Your function gives `{kind}` on every machine we tried, whatever is in it.",
    why="It names a device instead of asking for one, so it is right on one kind of machine only.",
    try_="Ask torch what is there each time the function runs.",
)
def hard_coded(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The same device everywhere."""
    kinds = set(_types(trial).values())
    return {"kind": kinds.pop()} if len(kinds) == 1 else False


@exercise.mistake(
    "built_not_available",
    example="""\
import torch
def pick_device():
    return torch.accelerator.current_accelerator() or torch.device("cpu")
""",
    what="{where} your function gives `{kind}`.",
    why="Built means that the wheel knows the device, not that this machine has one.",
    try_="Ask whether it is available, not whether it is built.",
)
def built_not_available(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """An accelerator that the wheel knows and the machine lacks."""
    kinds = _types(trial)
    for world in WORLDS[3:]:
        if kinds.get(world.name) == world.built:
            return {"where": world.where, "kind": kinds[world.name]}
    return False


@exercise.mistake(
    "cuda_only",
    example="""\
import torch
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
""",
    what="On a Mac your function gives `cpu`, though the GPU is there.",
    why="You have asked for CUDA only.",
    try_="Ask for any accelerator first, then fall back to the CPU.",
)
def cuda_only(trial: Trial, **_: Any) -> bool:
    """CUDA is found, a Mac's GPU is not."""
    kinds = _types(trial)
    return (kinds.get("cuda"), kinds.get("mps")) == ("cuda", "cpu")


@exercise.mistake(
    "mps_only",
    example="""\
import torch
def pick_device():
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
""",
    what="On a machine with an NVIDIA GPU your function gives `cpu`, though the GPU is there.",
    why="You have asked for MPS only; the same notebook runs on Colab too.",
    try_="Ask for any accelerator first, then fall back to the CPU.",
)
def mps_only(trial: Trial, **_: Any) -> bool:
    """A Mac's GPU is found, CUDA is not."""
    kinds = _types(trial)
    return (kinds.get("cuda"), kinds.get("mps")) == ("cpu", "mps")
