"""m1.q3: one memory, still a copy: when does `.to()` make new storage?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.errors import LearnerRaised
from devicelab.checkpoint.safely import full_type_name
from devicelab.course.pictures import Picture, answers

from .q3_answers import ALTERNATIVES
from .q3_cases import COPY, Case, cases, is_still
from .q3_counterexample import smallest
from .q3_driver import asked

exercise = Exercise(
    id="m1.q3",
    title="Shared memory, still a copy",
    needs=("makes_copy",),
    covers="`.to()` on fresh tensors: same device, `copy=True`, other dtype, both by position, view, slice, transposed, Parameter, another device; and your input afterwards",
    minutes=10,
    revision=3,
    rehearses=True,
    starter='''\
import torch


def makes_copy(x, *args, **kwargs) -> bool:
    """Return True if x.to(*args, **kwargs) has storage of its own."""
    ...
''',
    reference="""\
import torch


def makes_copy(x, *args, **kwargs) -> bool:
    y = x.to(*args, **kwargs)
    if y.device != x.device:
        return True
    return y.untyped_storage().data_ptr() != x.untyped_storage().data_ptr()
""",
    alternatives=ALTERNATIVES,
    hints=(
        "A tensor's numbers live in a storage. The question is whether two tensors have one storage or two.",
        "On another device it is another storage. On the same device compare where the storages begin: each storage has a `data_ptr()`.",
        "`y = x.to(*args, **kwargs)`, then return `y.device != x.device or …`, with the two `untyped_storage().data_ptr()` compared in place of the dots.",
    ),
)

_UNCHANGED = "your input left as it was"
_OTHER_DEVICE = "a move to another device"


exercise.counterexample(smallest)


@exercise.check
def check(trial: Trial, makes_copy: Callable[..., Any]) -> None:
    """Ask about tensors on the trial's device, then about a move to another device."""
    trial.seen.update(unchanged=True, said_yes=False, said={})
    if all(_expect(trial, makes_copy, case) for case in cases(trial)):
        _expect_move(trial, makes_copy)
    trial.expect(
        _UNCHANGED,
        trial.seen["unchanged"],
        "input_changed",
        what="After your function ran, its input was not what it had been.",
        why="Whoever calls it still needs that tensor.",
        try_="Find out without writing into `x` or into what shares its storage.",
    )


def _expect(trial: Trial, makes_copy: Callable[..., Any], case: Case) -> bool:
    """Ask about one case; False if the answer was no answer."""
    answer = _asked(trial, makes_copy, case)
    if type(answer) is not bool:
        return trial.expect(
            case.name,
            False,
            "not_bool",
            what=f"For {case.name} your function gives `{full_type_name(answer)}`.",
            why="Its callers ask a question that has two answers.",
            try_="Return `True` or `False`; `bool(…)` makes one of a tensor of one element or of NumPy's answer.",
        )
    trial.seen["said_yes"] |= answer
    _expect_said(trial, case.name, answer, copies=case.copies)
    return True


def _expect_said(trial: Trial, name: str, answer: Any, *, copies: bool) -> None:
    trial.seen["said"][name] = "a copy" if answer else "no copy"
    trial.expect(
        name,
        answer is copies,
        "new_storage_missed" if copies else "new_storage_imagined",
        what=f"For {name} your function gives `{answer}`, and `.to()` does the other thing.",
        why="Memory use and speed depend on which of the two happens.",
        try_="Compare where the storage of `x` and of `x.to(…)` begins.",
    )


def _asked(trial: Trial, makes_copy: Callable[..., Any], case: Case) -> Any:
    before = case.x.detach().clone()
    try:
        return trial.call(makes_copy, case.x, *case.args, where=f"For {case.name}", **case.to)
    finally:
        if not is_still(case.x, before):
            trial.seen["unchanged"] = False


def _expect_move(trial: Trial, makes_copy: Callable[..., Any]) -> None:
    x = trial.tensor(6, device="cpu")
    if trial.device.type == "cpu":
        if not trial.with_status("failed"):
            _expect_on_a_mac(trial, makes_copy, x)
        return
    _expect(trial, makes_copy, Case(_OTHER_DEVICE, x, {"device": trial.device}, copies=True))


def _expect_on_a_mac(trial: Trial, makes_copy: Callable[..., Any], x: Any) -> None:
    """Ask on a simulated Mac about a move to `mps`, and about staying there."""
    names = {"makes_copy": makes_copy}
    found = trial.on_simulated_mac(asked, names, {"x": x}, name=_OTHER_DEVICE)
    if found is None:
        return
    _expect_said(trial, _OTHER_DEVICE, found["move"], copies=True)
    _expect_said(trial, "the same device, on a simulated Mac", found["stay"], copies=False)


def _answer(trial: Trial, makes_copy: Callable[..., Any], x: Any, *args: Any, **to: Any) -> Any:
    """Ask once more, for a detector; what raises is no answer."""
    try:
        return trial.call(makes_copy, x, *args, **to)
    except LearnerRaised:
        return None


@exercise.picture
def picture(trial: Trial, **_: Any) -> Picture | None:
    """What was said, case by case."""
    said = trial.seen["said"]
    return answers(said) if said else None


@exercise.mistake(
    "changes_input",
    example="""\
def makes_copy(x, *args, **kwargs):
    y = x.to(*args, **kwargs)
    y.zero_()
    return bool(x.abs().sum() > 0)
""",
    what="After your function ran, its input was not what it had been.",
    why="You proved it by damaging the caller's data.",
    try_="Find out without writing: each tensor can say where its storage begins.",
)
def changes_input(trial: Trial, **_: Any) -> bool:
    """The input was written to and not restored."""
    return not trial.seen.get("unchanged", True)


@exercise.mistake(
    "compares_values",
    example="""\
import torch


def makes_copy(x, *args, **kwargs):
    return not torch.equal(x, x.to(*args, **kwargs))
""",
    what="Your answer depends on the numbers in the tensor.",
    why="Equal values say nothing about shared bytes: a copy has the same numbers.",
    try_="Compare where the storages begin, not what is in them.",
)
def compares_values(trial: Trial, makes_copy: Callable[..., Any]) -> bool:
    """A copy is seen only when it holds NaN, which equals nothing."""
    import torch

    x = trial.tensor(4)
    plain = _answer(trial, makes_copy, x, device=x.device, copy=True)
    nan = _answer(trial, makes_copy, torch.full_like(x, float("nan")), device=x.device, copy=True)
    return plain is False and nan is True


@exercise.mistake(
    "device_only",
    example="""\
def makes_copy(x, *args, **kwargs):
    return x.to(*args, **kwargs).device != x.device
""",
    what="With `copy=True` on the same device your function says that nothing is copied.",
    why="You look only at the device, and a copy can be made on the same one: by `copy=True`, or by another dtype.",
    try_="Where the devices are equal, compare where the storages begin.",
)
def device_only(trial: Trial, makes_copy: Callable[..., Any]) -> bool:
    """Only a move to another device counts; `meta` is one that every torch has."""
    x = trial.tensor(4)
    moved = _answer(trial, makes_copy, x, device="meta")
    return moved is True and trial.failed(COPY)


@exercise.mistake(
    "ignores_positional",
    example="""\
def makes_copy(x, *args, **kwargs):
    return x.to(**kwargs) is not x
""",
    what="With the dtype by position, as in `x.to(torch.float16)`, your function does not give what it gives for `dtype=torch.float16`.",
    why="`.to()` takes device and dtype with or without their names, and the two ways mean the same.",
    try_="Hand on everything that you are given: `x.to(*args, **kwargs)`.",
)
def ignores_positional(trial: Trial, makes_copy: Callable[..., Any]) -> bool:
    """A dtype is seen by its name only."""
    import torch

    half = torch.float16
    by_name = _answer(trial, makes_copy, trial.tensor(4), dtype=half)
    return by_name is True and _answer(trial, makes_copy, trial.tensor(4), half) is not True


@exercise.mistake(
    "never_copies",
    example="""\
def makes_copy(x, *args, **kwargs):
    return False
""",
    what="{seen}",
    why="One DRAM, two allocations: even with unified memory `.to('mps')` copies.",
    try_="Compare the devices, then where the storages of `x` and `x.to(…)` begin.",
)
def never_copies(trial: Trial, **_: Any) -> bool | Mapping[str, str]:
    """False wherever it should be True, or at least for the move to the accelerator."""
    if trial.failed(COPY) and not trial.seen["said_yes"]:
        return {"seen": "Your function says that `.to()` never makes new storage."}
    if trial.failed(_OTHER_DEVICE):
        there = "mps" if trial.simulated else trial.device.type
        return {"seen": f"Your function says that `.to('{there}')` copies nothing."}
    return False
