"""Drivers for tests: what a course would have beside its exercises."""

from __future__ import annotations

import os
from pathlib import Path


def value(stage, answer, **data):
    return {"value": stage.call(answer, **data)}


def on_device(stage, answer):
    import torch

    with stage.traced() as trace:
        out = stage.call(answer, torch.ones(4, 4), stage.device)
    return {"device": out.device.type, "cpu": trace.share_on("cpu"), "strays": stage.strays(out)}


def trained(stage, answer):
    model, optimizer = stage.call(answer, stage.device)
    return {"model": stage.strays(model, "model"), "optimizer": stage.strays(optimizer, "opt")}


def told(stage, answer):
    return {"raised": stage.raised(answer, stage.device), "kind": stage.kind, "name": stage.name}


def with_pid(stage, answer, file):
    Path(file).write_text(str(os.getpid()))
    return value(stage, answer)


def broken(stage, answer):
    raise KeyError("a fault of the driver's")


def no_data(stage, answer):
    return {"answer": answer}


def too_much(stage, answer):
    return {"text": "x" * 2**21}


def surroundings(stage, answer):
    import torch

    return {
        "cwd": [entry.name for entry in Path.cwd().iterdir()],
        "environment": sorted(os.environ),
        "accelerator": str(torch.accelerator.current_accelerator()),
        "add": float(torch.add(torch.ones(1), 1)),
    }
