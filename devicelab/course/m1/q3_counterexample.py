"""The smallest counterexample of m1.q3: a tensor and what `.to()` is asked for."""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint import Counterexample, Trial
from devicelab.checkpoint.counterexample import does

from .q3_cases import is_still


def smallest(trial: Trial, makes_copy: Callable[..., Any]) -> Counterexample | None:
    """Try tensors of one or two elements, in the order of what is asked for."""
    for says, x, args, to, copies in _inputs(trial):
        before = x.detach().clone()
        found, said = does(trial, makes_copy, x, *args, **to)
        if found is not copies:
            return _found(before, args, to, f"For {says} your function {said}.")
        if not is_still(x, before):
            return _found(before, args, to, f"For {says} your function leaves another `x` behind.")
    return None


def _inputs(trial: Trial) -> list[tuple[str, Any, tuple[Any, ...], dict[str, Any], bool]]:
    import torch

    here, half, one = trial.device, torch.float16, trial.tensor(1)
    inputs: list[tuple[str, Any, tuple[Any, ...], dict[str, Any], bool]] = [
        ("the same device", one, (), {"device": here}, False),
        ("`copy=True`", one, (), {"copy": True}, True),
        ("another dtype", one, (), {"dtype": half}, True),
        ("another dtype by position", one, (half,), {}, True),
        ("a slice", trial.tensor(2)[1:], (), {"device": here}, False),
        ("a slice with `copy=True`", trial.tensor(2)[1:], (), {"copy": True}, True),
    ]
    if here.type != "cpu":
        inputs.append(("a move to the accelerator", one.cpu(), (), {"device": here}, True))
    return inputs


def _found(x: Any, args: tuple[Any, ...], to: dict[str, Any], says: str) -> Counterexample:
    call = "x, args, kwargs = counterexample\nmakes_copy(x, *args, **kwargs)"
    return Counterexample((x, args, to), call, says)
