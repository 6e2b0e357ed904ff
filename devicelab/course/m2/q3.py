"""m2.q3: port a CUDA script to any device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.blame import learners_place
from devicelab.checkpoint.safely import one_line
from devicelab.course.pictures import Picture, losses

from .q3_answers import ALTERNATIVES, REFERENCE, STARTER, WRONG
from .q3_checks import LOW, MOST, RATE, expect_ports, last_loss, on_cpu
from .q3_source import made_on_cpu

exercise = Exercise(
    id="m2.q3",
    title="Port the CUDA script",
    needs=("train",),
    covers="`train` on a Mac (simulated where there is none) and on your own device: no CUDA call, all of the model there, the work done there, and a loss that falls",
    minutes=25,
    asks_a_mac=True,
    starter=STARTER,
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Run the cell under *Run it* and read the first error. Mend that line, and run both cells again: the lines show themselves one after the other, some of them on the Mac only.",
        "Move model and batch with `.to(device)`. Make a tensor where its data are: `device=x.device`. A tensor that belongs to a module is registered with `register_buffer`, and then moves with it.",
        "The ten places: `self.scale` (buffer), `keep` (`device=z.device`), `Net().to(device)`, `torch.load(…, map_location=device)`, `pin_memory` only for CUDA, `torch.amp.GradScaler(device.type)` (with an old torch, 2.6 say, leave it out: there it needs float64, which a Mac lacks), `x.to(device)`, `y.to(device)`, `torch.autocast(device.type, dtype=torch.float16)`, and `torch.accelerator.synchronize()` only where there is an accelerator. `device = torch.device(device)` first, so that it has a `.type`.",
    ),
)


@exercise.check
def check(trial: Trial, train: Callable[..., Any]) -> None:
    """Train on a Mac, simulated where this is none, then on this machine's own device."""
    expect_ports(trial, train)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """The losses of what ran, on a Mac and here."""
    found = trial.seen.get("found", {})
    curves = {place: seen["losses"] for place, seen in found.items() if seen.get("losses")}
    return losses(curves) if curves else None


def _habit(trial: Trial, call: str) -> bool | Mapping[str, str]:
    last = trial.seen.get("last", {})
    if call not in str(last.get("habit")):
        return False
    told = {"line": str(last["line"]), "call": str(last["habit"])}
    return {**told, "code": one_line(str(last["code"]), 80)}


@exercise.mistake(
    "cuda_call",
    example=WRONG["cuda_call"],
    what="Line {line} still says `{code}`.",
    why="`.cuda()` is the name of one kind of device; a Mac and a CPU stop there.",
    try_="Write `.to(device)`, which is `.cuda()` on a CUDA machine.",
)
def cuda_call(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """`.cuda()` of a tensor or a module."""
    return _habit(trial, ".cuda()")


@exercise.mistake(
    "cuda_amp",
    example=WRONG["cuda_amp"],
    what="Line {line} still calls `{call}`.",
    why="`torch.cuda.amp` is mixed precision for CUDA only, and PyTorch has deprecated it.",
    try_="`torch.autocast` and `torch.amp.GradScaler` take the device's type; or leave mixed precision out.",
)
def cuda_amp(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Mixed precision of CUDA's own."""
    return _habit(trial, "torch.cuda.amp")


@exercise.mistake(
    "cuda_synchronize",
    example=WRONG["cuda_synchronize"],
    what="Line {line} still calls `{call}`.",
    why="It waits for a CUDA device; where there is none, it raises.",
    try_="`torch.accelerator.synchronize()` waits for whatever accelerator there is; ask first whether there is one.",
)
def cuda_synchronize(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Waiting for CUDA."""
    return _habit(trial, "torch.cuda.synchronize")


def _raised_text(trial: Trial) -> str:
    return str(trial.seen.get("raised", ""))


@exercise.mistake(
    "no_map_location",
    example=WRONG["no_map_location"],
    what="`torch.load` stops: the file says that its tensors lay on a CUDA device.",
    why="A file remembers the device of each tensor, and `torch.load` puts them back there unless it is told where to.",
    try_="Give it `map_location=device`.",
)
def no_map_location(trial: Trial, **_: Any) -> bool:
    """Torch's own sentence about a CUDA device that is not there."""
    return "deserialize object on a CUDA device" in _raised_text(trial)


def _made(trial: Trial, train: Any) -> Any:
    error = trial.seen.get("raised")
    place = learners_place(error) if error is not None else None
    return made_on_cpu(train, place.text) if place and "device" in str(error) else None


@exercise.mistake(
    "plain_attribute",
    example=WRONG["plain_attribute"],
    what="Line {line} keeps a tensor as a plain attribute, `self.{name}`.",
    why="A plain attribute does not move with `.to`; parameters and buffers do.",
    try_='Use `register_buffer`: `self.register_buffer("{name}", …)`.',
)
def plain_attribute(trial: Trial, train: Any) -> bool | Mapping[str, str]:
    """Two devices met, and one of the names is an attribute made without a device."""
    made = _made(trial, train)
    return bool(made and made.attribute) and {"line": str(made.line), "name": made.name}


@exercise.mistake(
    "mask_on_cpu",
    example=WRONG["mask_on_cpu"],
    what="Line {line} makes a tensor without `device=`: `{name}` is on the CPU.",
    why="What you don't place is made on the CPU, and then two devices meet in one operation.",
    try_="Make it where its neighbours are: `device=x.device`, or a function such as `torch.rand_like`.",
)
def maskon_cpu(trial: Trial, train: Any) -> bool | Mapping[str, str]:
    """Two devices met, and one of the names was made without a device."""
    made = _made(trial, train)
    return bool(made and not made.attribute) and {"line": str(made.line), "name": made.name}


@exercise.mistake(
    "two_devices",
    example=WRONG["two_devices"],
    what="Model and batch are on two devices: `{code}` stops.",
    why="A model moves when you move it; a data loader makes each batch on the CPU.",
    try_="Move the model once, and both `x` and `y` at the start of each step.",
)
def two_devices(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Two devices met where the model or the loss is called with the batch."""
    error = trial.seen.get("raised")
    place = learners_place(error) if error is not None else None
    words = ("but expected on", "same device", "Placeholder storage", "must be on the same")
    if place is None or not any(w in str(error) for w in words):
        return False
    return {"code": one_line(place.text, 80)}


@exercise.mistake(
    "model_alone",
    example=WRONG["model_alone"],
    what="`train` gives the model alone.",
    why="Its caller takes two things: the model, and the list of losses.",
    try_="Give back both, as the script does in its last line.",
)
def model_alone(trial: Trial, **_: Any) -> bool:
    """No pair came back."""
    return bool(trial.seen.get("last", {}).get("kind", "pair") != "pair")


def _everything_on_cpu(trial: Trial) -> bool:
    last = trial.seen.get("last", {})
    there = last.get("kind") == "pair" and last["device"] != "cpu"
    return bool(there and last["share"] < 1 - MOST)


@exercise.mistake(
    "cuda_or_cpu",
    example=WRONG["cuda_or_cpu"],
    what="Asked for `{device}`, your `train` works on the CPU, and the model stays there.",
    why="`cuda` if there is one, else `cpu`: so MPS users get the CPU.",
    try_="Use the device that `train` is given; who calls it has chosen.",
)
def cuda_or_cpu(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The argument counts for nothing."""
    last = trial.seen.get("last", {})
    return _everything_on_cpu(trial) and bool(last["strays"]) and {"device": last["device"]}


@exercise.mistake(
    "moved_at_the_end",
    example=WRONG["moved_at_the_end"],
    what="{n} of {m} operations ran on the CPU.",
    why="The model was moved when the work was done, so the device had nothing to do.",
    try_="Move the model before the optimizer is made, and each batch before its step.",
)
def moved_at_the_end(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The model is there, the work was not."""
    last = trial.seen.get("last", {})
    if not _everything_on_cpu(trial) or last["strays"]:
        return False
    return {"n": str(on_cpu(last)), "m": str(sum(last["computed"].values()))}


def _warned(trial: Trial, words: str) -> bool:
    warned = trial.seen.get("last", {}).get("warned", ())
    return any(words in text for text in warned)


@exercise.mistake(
    "pinned",
    example=WRONG["pinned"],
    what="`pin_memory=True` makes PyTorch warn on `{device}`.",
    why="Pinned memory speeds up copies to a CUDA GPU. Elsewhere PyTorch switches it off, and says so each time.",
    try_='Pin only where it helps: `pin_memory=device.type == "cuda"`.',
)
def pinned(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The loader's warning."""
    return _warned(trial, "pin_memory") and {"device": trial.seen["last"]["device"]}


@exercise.mistake(
    "cuda_by_name",
    example=WRONG["cuda_by_name"],
    what="Your script asks for mixed precision on `cuda` by name; on `{device}` PyTorch switches it off, with a warning.",
    why="The name of a device in a text is a CUDA habit as well.",
    try_="Pass on the device you were given: `device.type`.",
)
def cuda_by_name(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """The warning of autocast or of the scaler."""
    return _warned(trial, "CUDA is not") and {"device": trial.seen["last"]["device"]}


@exercise.mistake(
    "loss_stays_high",
    example=WRONG["loss_stays_high"],
    what="Your learning rate is {rate}, the script's is 0.02, and the loss hardly falls.",
    why="A port changes where a program runs, not what it computes. A lower rate hides an error instead of mending it.",
    try_="Put the rate back, and look for what is different on the device.",
)
def loss_stays_high(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Another rate than the script's was seen."""
    last = trial.seen.get("last", {})
    rates = [rate for rate in last.get("rates", ()) if round(rate - RATE, 9)]
    return bool(rates and last_loss(last) >= LOW) and {"rate": f"{rates[0]:.3g}"}
