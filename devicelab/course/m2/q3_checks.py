"""How m2.q3 looks at a port: on a Mac, simulated where there is none, and on the own device."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Callable

from devicelab.checkpoint import Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.checkpoint.safely import one_line
from devicelab.proof.stage import AnswerRaised, Stage

#: Mean of the last eight losses: 0.04 for the script as it is, 0.41 with a tenth of its rate.
LOW = 0.2
RATE = 0.02
#: The share of the work that has to be done on the device.
MOST = 0.99
_ON_MAC, _HERE = "a Mac", "your own device"


def expect_ports(trial: Trial, train: Callable[..., Any]) -> None:
    """Train on a Mac, simulated where this is none, then on this machine's own device."""
    from .q3_driver import drive

    answers = {"train": train}
    own = "cpu" if trial.device.type == "mps" else str(trial.device)
    _use_first(own)
    _tried(trial, _ON_MAC, "mps", lambda: trial.on_simulated_mac(drive, answers))
    if trial.with_status("failed"):
        return
    _tried(trial, _HERE, own, lambda: _here(train, own))


def _use_first(device: str) -> None:
    """Have torch import what it imports late, and the device load its kernels.

    It takes seconds once in a kernel, and meanwhile the process of the simulated Mac starts.
    """
    import torch

    # It only saves time: whatever is wrong comes up again where it is looked at.
    with suppress(Exception), torch.random.fork_rng(devices=[]), torch.enable_grad():
        layer = torch.nn.Conv2d(3, 8, 3, device=device)
        layer(torch.ones(1, 3, 8, 8, device=device)).sum().backward()
        torch.optim.AdamW(layer.parameters()).step()


def _here(train: Callable[..., Any], device: str) -> dict[str, Any]:
    from .q3_driver import drive

    try:
        return drive(Stage("here", "your own device", device), train)
    except AnswerRaised as raised:
        raise LearnerRaised(raised.error, f"On `{device}`") from None


def _tried(trial: Trial, place: str, device: str, run: Callable[[], dict[str, Any] | None]) -> None:
    try:
        found = run()
    except LearnerRaised as raised:
        trial.seen["raised"] = raised.error
        raise
    if found is None:
        return
    trial.seen.setdefault("found", {})[place] = found
    trial.seen["last"] = {**found, "place": place, "device": device}
    if _expect_ported(trial, place, found):
        _expect_trained(trial, place, device, found)


def _expect_ported(trial: Trial, place: str, found: Mapping[str, Any]) -> bool:
    habit = found.get("habit")
    return trial.expect(
        f"no call to CUDA on {place}",
        habit is None,
        "cuda_called",
        what=f"Line {found.get('line')} of your code asks for CUDA: `{habit}`.",
        why="Only NVIDIA's GPUs answer to it; on every other machine the program stops there.",
        try_="Ask for `device` instead, or leave the line out where nothing takes its place.",
    ) and trial.expect(
        f"model and losses on {place}",
        found["kind"] == "pair",
        "not_a_pair",
        what=f"`train` gives a `{found['kind']}`.",
        why="Its caller takes two things: the model, and the list of losses.",
        try_="Give back both, as the script does in its last line.",
    )


def _expect_trained(trial: Trial, place: str, device: str, found: Mapping[str, Any]) -> None:
    strays = found["strays"]
    trial.expect(
        f"all of the model on {place}",
        not strays,
        "strays",
        what=f"After `train` on `{device}`, {one_line(strays[0], 80) if strays else ''} is on another device.",
        why="The next call of the model meets tensors of two devices, and stops.",
        try_="Move the whole model with `.to(device)`, once, before the optimizer is made.",
    )
    trial.expect(
        f"the work done on {place}",
        found["share"] > MOST,
        "work_elsewhere",
        what=f"{on_cpu(found)} of {sum(found['computed'].values())} operations ran on the CPU.",
        why="A result on the right device proves little if the CPU computed it.",
        try_="Move model and batch before the first step.",
    )
    warned, fallbacks = found["warned"], found["fallbacks"]
    trial.expect(
        f"no warning and no fallback on {place}",
        not warned and not fallbacks,
        "warned",
        what=f"PyTorch warned: `{one_line((warned or fallbacks or [''])[0], 160)}`.",
        why="It looked for a device that is not there, and did something else than you wrote.",
        try_="Ask what the line is for on `device`, and write that.",
    )
    trial.expect(
        f"a loss that falls on {place}",
        last_loss(found) < LOW,
        "loss_high",
        what=f"The mean of the last eight losses is {last_loss(found):.2f}; the script as it was gets below {LOW}.",
        why="A port changes where a program runs, not what it computes.",
        try_="Compare your script with the starter line by line: data, epochs, rate and model stay as they are.",
    )


def on_cpu(found: Mapping[str, Any]) -> int:
    """Give the number of operations that computed on the CPU."""
    return int(found["computed"].get("cpu", 0))


def last_loss(found: Mapping[str, Any]) -> float:
    """Give the mean of the last eight losses; infinity where there are none."""
    losses = found["losses"][-8:]
    return sum(losses) / len(losses) if losses else float("inf")
