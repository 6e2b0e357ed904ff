"""Training steps for m2.q2: all tensors at home but one, which is on `meta`.

`meta` is a device that every torch has: its tensors have a shape and no numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from devicelab.checkpoint import Trial

STRAY = "meta"


@dataclass(frozen=True)
class Case:
    """`devices_of(*step, **options)` is `right`."""

    key: str
    name: str
    step: tuple[Any, Any, Any]
    right: set[str]
    options: Mapping[str, bool] = field(default_factory=dict)


def devices_said(names: Iterable[str]) -> set[str]:
    """Take `mps:0` for `mps`: both name the place."""
    return {name.split(":")[0] for name in names}


def cases(trial: Trial) -> list[Case]:
    """Make a fresh step for each case."""
    here = {trial.device.type}
    both = {*here, STRAY}
    return [
        Case("home", "everything in one place", _step(trial), here),
        Case("parameter", "a parameter on another device", _with_parameter(trial), both),
        Case("buffer", "a buffer on another device", _with_buffer(trial, "running_mean"), both),
        Case("unsaved", "an unsaved buffer on another device", _with_unsaved(trial), both),
        Case("gradient", "a gradient on another device", _with_gradient(trial), both),
        Case("state", "optimizer state on another device", _with_state(trial, "exp_avg"), both),
        *_batches(trial, both),
        Case("step", "an ignored `step` on another device", _with_state(trial, "step"), here),
        _counted(trial, both),
        Case("empty", "a model without tensors", _empty(), set()),
    ]


def _counted(trial: Trial, both: set[str]) -> Case:
    step = _with_state(trial, "step")
    # Adam itself has put the other counters somewhere: on the CPU, unless it is fused.
    real = {state["step"].device.type for state in step[1].state.values()}
    name = "a `step` on another device that counts"
    return Case("step_too", name, step, both | real, {"ignore_step": False})


def _batches(trial: Trial, both: set[str]) -> list[Case]:
    stray = torch.empty(2, device=STRAY)
    x = trial.tensor(2, 3)
    nested = {"pixels": [x, (stray, 3)], "name": "a picture", "weight": 0.5, "mask": None}
    return [
        Case("batch", "a batch on another device", (*_step(trial)[:2], stray), both),
        Case("pair", "labels on another device", (*_step(trial)[:2], (x, stray)), both),
        Case("deep", "a tensor deep in a nested batch", (*_step(trial)[:2], nested), both),
    ]


def _step(trial: Trial) -> tuple[nn.Module, torch.optim.Optimizer, Any]:
    """A model after one step of Adam, so that gradients and state are there."""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)).to(trial.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    x = trial.tensor(4, 3)
    model(x).sum().backward()
    optimizer.step()
    return model, optimizer, {"x": x, "labels": [x.argmax(1), 1]}


def _with_parameter(trial: Trial) -> tuple[Any, Any, Any]:
    model, optimizer, batch = _step(trial)
    model.late = nn.Linear(2, 2, device=STRAY)
    return model, optimizer, batch


def _with_buffer(trial: Trial, name: str) -> tuple[Any, Any, Any]:
    model, optimizer, batch = _step(trial)
    setattr(model[1], name, torch.empty(4, device=STRAY))
    return model, optimizer, batch


def _with_unsaved(trial: Trial) -> tuple[Any, Any, Any]:
    model, optimizer, batch = _step(trial)
    model.register_buffer("mask", torch.empty(4, device=STRAY), persistent=False)
    return model, optimizer, batch


def _with_gradient(trial: Trial) -> tuple[Any, Any, Any]:
    model, optimizer, batch = _step(trial)
    odd = nn.Parameter(torch.ones(2, device=trial.device))
    # torch refuses to assign a gradient of another device, so the parameter's class gives one.
    stray = property(lambda _self: torch.empty(2, device=STRAY))
    odd.__class__ = type("StrayGradient", (type(odd),), {"grad": stray})
    model.register_parameter("odd", odd)
    return model, optimizer, batch


def _with_state(trial: Trial, name: str) -> tuple[Any, Any, Any]:
    model, optimizer, batch = _step(trial)
    state = optimizer.state[next(model.parameters())]
    state[name] = torch.empty((), device=STRAY)
    state["count"] = 3
    return model, optimizer, batch


def _empty() -> tuple[Any, Any, Any]:
    return nn.Sequential(nn.ReLU()), torch.optim.SGD([{"params": []}], lr=0.1), [1, "text", None]
