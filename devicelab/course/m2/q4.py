"""m2.q4: keep float64 out: move a batch to a device that has no double precision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.course.pictures import Picture, answers

from .q4_answers import ALTERNATIVES, REFERENCE, WRONG
from .q4_checks import expect_batches

exercise = Exercise(
    id="m2.q4",
    title="Keep float64 out",
    needs=("to_device",),
    covers="tensors of eleven dtypes, dictionaries, lists, tuples and named tuples in each other, what is no tensor, and your batch afterwards; on a Mac (simulated where there is none) and on your own device",
    minutes=12,
    asks_a_mac=True,
    starter='''\
import torch


def to_device(batch, device):
    """Return batch on device; float64 becomes float32, complex128 becomes complex64."""
    ...
''',
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Look at the dtypes before you move anything: two of them don't exist on a Mac's GPU, and all others stay.",
        "Call yourself for what is inside a container, and return a container of the same type. A tensor is cast first and moved then, or both in one `.to`.",
        "A tensor: `batch.to(device, dtype)`, with the smaller dtype for the two. A dictionary: `{k: to_device(v, device) for k, v in batch.items()}`. A list or tuple: `type(batch)(…)` of a generator; a named tuple (it has `_fields`): `type(batch)(*map(…))`. Everything else: as it is.",
    ),
)


@exercise.check
def check(trial: Trial, to_device: Callable[..., Any]) -> None:
    """Move batches on a Mac, simulated where this is none, then on this machine's own device."""
    expect_batches(trial, to_device)


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """What became of the first batch of each kind that is not as it should be."""
    said = trial.seen.get("said")
    return answers(said) if said else None


def _all(trial: Trial) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for found in trial.seen.get("found", {}).values():
        yield from found.items()


def _has(trial: Trial, name: str, *words: str) -> bool:
    """Say whether something wrong of these words was seen in a case."""
    return any(
        w in wrong
        for case, seen in _all(trial)
        if case == name
        for wrong in seen.get("wrong", ())
        for w in words
    )


def _stops(trial: Trial, name: str, words: str) -> bool:
    return any(words in seen.get("text", "") for case, seen in _all(trial) if case == name)


def _declared(
    message_id: str, what: str, *, why: str, try_: str
) -> Callable[[Callable[..., Any]], Any]:
    return exercise.mistake(message_id, example=WRONG[message_id], what=what, why=why, try_=try_)


@_declared(
    "all_float",
    "Your labels became float32.",
    why="`cross_entropy` wants labels of int64, and a mask of bool selects while one of float does not.",
    try_="Cast only what is float64 or complex128; leave every other dtype.",
)
def all_float(trial: Trial, **_: Any) -> bool:
    """Integers were cast."""
    return _has(trial, "labels", "became float32")


@_declared(
    "floats_all_to_32",
    "A float16 tensor became float32.",
    why="Who chose 16 bits wanted half the memory; only float64 is what a Mac's GPU lacks.",
    try_="Cast only what is float64 or complex128; leave every other dtype.",
)
def floats_all_to_32(trial: Trial, **_: Any) -> bool:
    """Every floating point was cast."""
    return _has(trial, "a float16 tensor", "became float32")


def _refused(trial: Trial) -> bool:
    return _stops(trial, "a float64 tensor", "float64")


def _on_cpu(trial: Trial, to_device: Callable[..., Any]) -> Any:
    """Give the dtype that a float64 tensor has after a move to the CPU, where nothing is refused."""
    import torch

    return getattr(trial.call(to_device, torch.ones(2, dtype=torch.float64), "cpu"), "dtype", None)


@_declared(
    "cast_after_move",
    "You move first and cast then.",
    why="MPS raises at `.to`: there is no float64 on it, not even for a moment.",
    try_="Cast on the CPU and move the result, or do both in one call: `x.to(device, torch.float32)`.",
)
def cast_after_move(trial: Trial, to_device: Callable[..., Any]) -> bool:
    """The move is refused, though the dtype would have been cast."""
    import torch

    return _refused(trial) and _on_cpu(trial, to_device) is torch.float32


@_declared(
    "not_cast",
    "A float64 tensor is moved as it is.",
    why="MPS raises `TypeError: Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. Please use float32 instead.`",
    try_="Ask for `x.dtype`, and give `.to` the smaller dtype beside the device.",
)
def not_cast(trial: Trial, **_: Any) -> bool:
    """float64 stays, wherever it can."""
    return _refused(trial) or _has(trial, "a float64 tensor", "dtype")


@_declared(
    "complex_left",
    "A complex128 tensor is moved as it is.",
    why="It is two float64 numbers, and MPS has neither.",
    try_="Treat complex128 as you treat float64: its smaller dtype is complex64.",
)
def complex_left(trial: Trial, **_: Any) -> bool:
    """Only the real kind is cast."""
    name = "a complex128 tensor"
    return _stops(trial, name, "float64") or _has(trial, name, "dtype complex128")


@_declared(
    "namedtuple_by_type",
    "With a named tuple your function stops: its class takes one argument for each field.",
    why="`type(batch)(generator)` is right for lists and tuples; a named tuple would take the generator for its first field.",
    try_="Unpack it: `type(batch)(*map(…))`. A named tuple has `_fields`, a tuple has not.",
)
def namedtuple_by_type(trial: Trial, **_: Any) -> bool:
    """TypeError of the class's `__new__`."""
    return _stops(trial, "a named tuple", "positional argument")


@_declared(
    "namedtuple_lost",
    "A named tuple comes back as another type.",
    why="The next line asks for `batch.label`, and a plain tuple has no names.",
    try_="Return `type(batch)(*map(…))` for what has `_fields`.",
)
def namedtuple_lost(trial: Trial, **_: Any) -> bool:
    """Only the named one lost its type."""
    return _has(trial, "a named tuple", "type") and not _has(trial, "a tuple", "type")


@_declared(
    "list_for_tuple",
    "A tuple comes back as another type.",
    why="`x, y = batch` still works, and what asks for the type or uses it as a key does not.",
    try_="Return `type(batch)(…)`.",
)
def list_for_tuple(trial: Trial, **_: Any) -> bool:
    """A tuple lost its type."""
    return _has(trial, "a tuple", "type")


@_declared(
    "changes_input",
    "After your function the batch it was given is another one.",
    why="Who calls it may use the batch again, and a data set that hands out the same dictionary twice is spoilt.",
    try_="Build new containers; don't assign into those that you were given.",
)
def changes_input(trial: Trial, **_: Any) -> bool:
    """The caller's containers were written to."""
    return any("input" in seen.get("wrong", ()) for _, seen in _all(trial))


@_declared(
    "others_lost",
    "What is no tensor does not come back as it was.",
    why="A batch carries names, weights and `None` as well.",
    try_="Return everything that is neither tensor nor container as it is.",
)
def others_lost(trial: Trial, **_: Any) -> bool:
    """Text or numbers are gone."""
    return _has(trial, "what is no tensor", "other")


@_declared(
    "not_moved",
    "Your tensors are cast, and not moved.",
    why="The model is on the device, and a batch that is not stops at the first layer.",
    try_="Give `.to` both: the device and the dtype.",
)
def not_moved(trial: Trial, **_: Any) -> bool:
    """A plain tensor is still on the CPU."""
    return _has(trial, "a float32 tensor", "device")


@_declared(
    "not_nested",
    "Containers inside containers are not visited.",
    why="One tensor that is left behind stops the step.",
    try_="Call `to_device` itself for each thing inside.",
)
def not_nested(trial: Trial, **_: Any) -> bool:
    """One level is right, or lists are not entered."""
    return _has(trial, "a batch in a batch", "device", "dtype") or _has(
        trial, "a list", "device", "dtype"
    )
