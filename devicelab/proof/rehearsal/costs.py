"""What a rehearsal costs on this machine, for the bench: a job that does nothing, timed."""

from __future__ import annotations

import statistics
import time
from typing import Any

from devicelab.proof.stage import Stage

from . import host
from .rehearse import rehearse


def nothing(stage: Stage) -> dict[str, Any]:
    """Drive no answer: say how long it took to become the stage, in milliseconds."""
    return {"entered_ms": stage.entered_ms}


def costs(repeats: int = 9) -> dict[str, float]:
    """Measure in milliseconds: `cold` and, for each stage, `warm_…` and `enter_…`, medians.

    Cold is from nothing to the first answer, as for a learner whose first check needs it.
    """
    host.stop()
    found = {"cold": _job("simulated")[0]}
    for stage in ("simulated", "fake"):
        jobs = [_job(stage) for _ in range(repeats)]
        found[f"warm_{stage}"] = statistics.median(whole for whole, _ in jobs)
        found[f"enter_{stage}"] = statistics.median(entering for _, entering in jobs)
    return found


def _job(stage: str) -> tuple[float, float]:
    started = time.perf_counter()
    told = rehearse(nothing, {}, {}, stage=stage, limit=60.0)
    return (time.perf_counter() - started) * 1e3, float(told["entered_ms"])
