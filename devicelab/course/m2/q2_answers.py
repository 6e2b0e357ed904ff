"""Right answers to m2.q2, and wrong ones that each leave one thing out."""

from __future__ import annotations

from collections.abc import Mapping

_HEAD = """\
import torch


def leaves(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from leaves(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for inside in value:
            yield from leaves(inside)


def devices_of(model, optimizer, batch, ignore_step=True):
"""
_PARAMETERS = "    tensors = list(model.parameters())\n"
_BUFFERS = "    tensors += model.buffers()\n"
_GRADIENTS = "    tensors += [p.grad for p in model.parameters() if p.grad is not None]\n"
_STATE = """\
    for state in optimizer.state.values():
        tensors += leaves([v for k, v in state.items() if not (ignore_step and k == "step")])
"""
_BATCH = "    tensors += leaves(batch)\n"
_END = "    return {t.device.type for t in tensors}\n"

REFERENCE = _HEAD + _PARAMETERS + _BUFFERS + _GRADIENTS + _STATE + _BATCH + _END

ALTERNATIVES: Mapping[str, str] = {
    "pytree": """\
import torch
from torch.utils._pytree import tree_leaves


def devices_of(model, optimizer, batch, ignore_step=True):
    owned = [*model.parameters(), *model.buffers(), *(p.grad for p in model.parameters())]
    states = [
        {k: v for k, v in s.items() if k != "step" or not ignore_step}
        for s in optimizer.state.values()
    ]
    found = tree_leaves([owned, states, batch])
    return {str(t.device) for t in found if isinstance(t, torch.Tensor)}
""",
    "stack": """\
import torch


def devices_of(model, optimizer, batch, ignore_step=True):
    names, todo = set(), [batch]
    for module in model.modules():
        for p in module.parameters(recurse=False):
            todo += [p, p.grad]
        todo += module.buffers(recurse=False)
    for state in optimizer.state.values():
        state = dict(state)
        if ignore_step:
            state.pop("step", None)
        todo.append(state)
    while todo:
        value = todo.pop()
        if torch.is_tensor(value):
            names.add(value.device.type)
        elif isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, (list, tuple)):
            todo += value
    return names
""",
}

_FLAT = """\
    parts = batch.values() if isinstance(batch, dict) else batch
    parts = [batch] if isinstance(batch, torch.Tensor) else parts
    tensors += [t for t in parts if isinstance(t, torch.Tensor)]
"""

MISSING: Mapping[str, str] = {
    "devices_not_text": _HEAD
    + _PARAMETERS
    + _BUFFERS
    + _GRADIENTS
    + _STATE
    + _BATCH
    + "    return {t.device for t in tensors}\n",
    "returns_list": _HEAD
    + _PARAMETERS
    + _BUFFERS
    + _GRADIENTS
    + _STATE
    + _BATCH
    + "    return [t.device.type for t in tensors]\n",
    "parameters_forgotten": _HEAD
    + "    tensors = []\n"
    + _BUFFERS
    + _GRADIENTS
    + _STATE
    + _BATCH
    + _END,
    "buffers_forgotten": _HEAD + _PARAMETERS + _GRADIENTS + _STATE + _BATCH + _END,
    "state_dict_only": _HEAD
    + "    tensors = list(model.state_dict().values())\n"
    + _GRADIENTS
    + _STATE
    + _BATCH
    + _END,
    "gradients_forgotten": _HEAD + _PARAMETERS + _BUFFERS + _STATE + _BATCH + _END,
    "state_forgotten": _HEAD + _PARAMETERS + _BUFFERS + _GRADIENTS + _BATCH + _END,
    "flat_batch": _HEAD + _PARAMETERS + _BUFFERS + _GRADIENTS + _STATE + _FLAT + _END,
    "batch_forgotten": _HEAD + _PARAMETERS + _BUFFERS + _GRADIENTS + _STATE + _END,
    "step_counted": _HEAD
    + _PARAMETERS
    + _BUFFERS
    + _GRADIENTS
    + "    tensors += leaves(list(optimizer.state.values()))\n"
    + _BATCH
    + _END,
    "step_never_counted": _HEAD
    + _PARAMETERS
    + _BUFFERS
    + _GRADIENTS
    + _STATE.replace("not (ignore_step and ", "not (").replace('k == "step")', 'k == "step")')
    + _BATCH
    + _END,
}
