"""m2.q2: where is everything? The devices of all tensors that one training step touches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.safely import full_type_name, is_a
from devicelab.course.pictures import Picture, answers

from .q2_answers import ALTERNATIVES, MISSING, REFERENCE

if TYPE_CHECKING:
    from .q2_cases import Case

exercise = Exercise(
    id="m2.q2",
    title="Where is everything?",
    needs=("devices_of",),
    covers="one stray tensor in each of the five places, nested batches, plain numbers, the optimizer's step counters, and a model without tensors",
    minutes=15,
    device_free=True,
    starter='''\
import torch


def devices_of(model, optimizer, batch, ignore_step=True) -> set[str]:
    """Name the devices of all tensors of one training step, such as {"cpu"}."""
    ...
''',
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Who holds tensors in a training step? There are five owners: parameters, buffers, gradients, the optimizer's state, and the batch.",
        "The model lists the first two; each parameter has a `.grad`, which may be `None`. `optimizer.state` maps each parameter to a dictionary. For the batch, call yourself for what is inside a dictionary, list or tuple.",
        "Collect everything in one list: `model.parameters()`, `model.buffers()`, each `p.grad`, and for each `state` in `optimizer.state.values()` its values, without the key `step` if you are told to ignore it. Then the batch. Keep what is a `torch.Tensor`, and make a set of `t.device.type`.",
    ),
)


@exercise.check
def check(trial: Trial, devices_of: Callable[..., Any]) -> None:
    """Ask about steps with one stray tensor each, planted on `meta`, which every torch has."""
    from .q2_cases import cases, devices_said

    said = trial.seen["said"] = {}
    for case in cases(trial):
        answer = trial.call(devices_of, *case.step, where=f"With {case.name}", **case.options)
        if not _is_set_of_text(trial, case, answer):
            return
        found = devices_said(answer)
        trial.seen[case.key] = found
        said[case.name] = ", ".join(sorted(found)) or "nothing"
        _expect(trial, case, found)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """Which devices were named, case by case."""
    said = trial.seen.get("said")
    return answers(said) if said else None


def _is_set_of_text(trial: Trial, case: Case, answer: Any) -> bool:
    fit = is_a(answer, set) or is_a(answer, frozenset)
    fit = fit and all(type(name) is str for name in set.__iter__(set(answer)))
    if not fit:
        trial.seen["answer"] = answer
        trial.expect(
            case.name,
            False,
            "not_a_set_of_text",
            what=f"With {case.name} your function gives a `{full_type_name(answer)}` that is no set of texts.",
            why="Its callers compare it with a set such as `{'cpu'}`.",
            try_="Return a `set` of `t.device.type`.",
        )
    return fit


def _expect(trial: Trial, case: Case, found: set[str]) -> None:
    missed = case.right - found
    trial.expect(
        case.name,
        found == case.right,
        "missed" if missed else "imagined",
        what=f"With {case.name} your function {'misses a device' if missed else 'names a device that no tensor is on'}.",
        why="One tensor on another device stops a training step, or lets a part of it run on the CPU.",
        try_="Name the five places that hold tensors, and ask which of them your function visits.",
    )


def _missed(trial: Trial, key: str) -> bool:
    return "meta" not in trial.seen.get(key, {"meta"})


def _forgets(key: str, message_id: str, what: str, *, why: str, try_: str) -> None:
    """Declare the mistake of leaving one of the places out."""
    example = MISSING[message_id]

    def detect(trial: Trial, **_: Any) -> bool:
        return _missed(trial, key)

    exercise.mistake(message_id, example=example, what=what, why=why, try_=try_)(detect)


@exercise.mistake(
    "devices_not_text",
    example=MISSING["devices_not_text"],
    what="Your function gives a set of `torch.device`.",
    why="`mps` and `mps:0` are two different devices to a set, though they are one place.",
    try_="Put `t.device.type` into the set: that is text, and the same for both.",
)
def devices_not_text(trial: Trial, **_: Any) -> bool:
    """A set, but of devices."""
    import torch

    answer = trial.seen.get("answer", ())
    return is_a(answer, set) and any(is_a(a, torch.device) for a in answer)


@exercise.mistake(
    "returns_list",
    example=MISSING["returns_list"],
    what="Your function gives a `{kind}`.",
    why="Its callers compare the answer with a set such as `{{'cpu'}}`, and no list equals a set.",
    try_="Make a `set` of the names.",
)
def returns_list(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """Names in another container."""
    answer = trial.seen.get("answer")
    for kind in (list, tuple, dict, str):
        if is_a(answer, kind):
            return {"kind": kind.__name__}
    return False


_forgets(
    "parameter",
    "parameters_forgotten",
    "With a parameter on another device your function does not name that device.",
    why="Parameters are what is trained; a layer that was added after `.to(device)` has stayed behind.",
    try_="Visit `model.parameters()`.",
)
_forgets(
    "buffer",
    "buffers_forgotten",
    "With a buffer on another device your function does not name that device.",
    why="BatchNorm statistics are buffers: tensors that move and are used with the model, but are not trained.",
    try_="Visit `model.buffers()` too.",
)
_forgets(
    "unsaved",
    "state_dict_only",
    "With a buffer on another device that is not saved, your function does not name that device.",
    why="`state_dict()` lists what goes into a file; a buffer registered with `persistent=False` is used and moved all the same.",
    try_="Visit `model.buffers()`, which lists all of them.",
)
_forgets(
    "gradient",
    "gradients_forgotten",
    "With a gradient on another device your function does not name that device.",
    why="A gradient is a tensor of its own, as large as its parameter.",
    try_="Look at `p.grad` of each parameter, which is `None` before the first backward pass.",
)
_forgets(
    "state",
    "state_forgotten",
    "With an optimizer's state on another device your function does not name that device.",
    why="Adam keeps two tensors for each parameter. One made or loaded before the model was moved has them on the old device.",
    try_="Visit the tensors among the values of each dictionary in `optimizer.state.values()`.",
)


@exercise.mistake(
    "batch_forgotten",
    example=MISSING["batch_forgotten"],
    what="With a batch on another device your function does not name that device.",
    why="A batch is what moves at every step, so it is forgotten most often.",
    try_="Visit `batch` as well; it may be a tensor itself.",
)
def batch_forgotten(trial: Trial, **_: Any) -> bool:
    """Neither a plain batch nor a nested one is seen."""
    return _missed(trial, "batch")


_forgets(
    "deep",
    "flat_batch",
    "With a tensor deep inside a nested batch your function does not name its device.",
    why="A batch can be a dictionary of lists of tuples; data loaders pass on what the data set made.",
    try_="Where you meet a dictionary, list or tuple, call yourself for what is inside.",
)


@exercise.mistake(
    "step_counted",
    example=MISSING["step_counted"],
    what="With `ignore_step=True` your function names the device of the optimizer's `step` counters.",
    why="Adam without `fused=True` keeps `step` on the CPU by design, so each healthy training would be reported.",
    try_="Leave out the entries whose key is `step`, if `ignore_step` says so.",
)
def step_counted(trial: Trial, **_: Any) -> bool:
    """`step` is reported although it is to be ignored."""
    return "meta" in trial.seen.get("step", ())


@exercise.mistake(
    "step_never_counted",
    example=MISSING["step_never_counted"],
    what="With `ignore_step=False` your function does not name the device of the optimizer's `step` counters.",
    why="Whoever asks without ignoring them wants to see all tensors.",
    try_="Leave out the key `step` only while `ignore_step` is true.",
)
def step_never_counted(trial: Trial, **_: Any) -> bool:
    """`step` is left out although it was asked for."""
    return _missed(trial, "step_too")
