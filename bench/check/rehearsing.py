"""Rehearsal: a training step on a device that is not there, in a process beside this one."""

from __future__ import annotations

import time

from drivers import step
from figures import row
from table import Row

from devicelab.checkpoint.answer import run_source

COLD, WARM = 3, 25
ANSWER = """\
import torch
def train_step(model, batch, optimizer, device):
    x, y = (t.to(device) for t in batch)
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.detach()
"""
STAGES = {"fake": "on a fake device", "simulated": "on the simulated Mac"}


def _rehearsed(stage: str) -> float:
    from devicelab.proof.rehearsal import rehearse

    answers = {"train_step": run_source(ANSWER, "bench:rehearsal")["train_step"]}
    began = time.perf_counter()
    found = rehearse(step, answers, {}, stage=stage)
    took = (time.perf_counter() - began) * 1e3
    if found["device"].partition(":")[0] == "cpu":
        raise SystemExit(f"the rehearsal ran on {found['device']}")
    return took


def _cold(stage: str) -> float:
    from devicelab.proof.rehearsal import stop

    stop()
    return _rehearsed(stage)


def _entered(stage: str) -> float:
    from devicelab.proof.rehearsal import rehearse
    from devicelab.proof.rehearsal.costs import nothing

    return float(rehearse(nothing, {}, {}, stage=stage)["entered_ms"])


def measure() -> list[Row]:
    """Cold: the process is started for it and imports torch. Warm: it is there."""
    rows = []
    for stage, where in STAGES.items():
        what = f"rehearsal of a training step {where}"
        cold = [_cold(stage) for _ in range(COLD)]
        warm = [_rehearsed(stage) for _ in range(WARM)]
        rows.append(row("b", f"{what}, cold", cold, "processes"))
        rows.append(row("b", f"{what}, warm", warm, "jobs"))
        entering = [_entered(stage) for _ in range(WARM)]
        rows.append(row("b", f"becoming a device {where}, warm", entering, "jobs", 50.0))
    return rows
