"""The rules of m1.q7 as data to compare with: jobs, and where they belong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from devicelab.checkpoint import Trial

Job = dict[str, Any]
PLACES = ("accelerator", "cpu", "cloud", "nowhere")


def recommend(job: Job) -> str:
    """Return where a job belongs by the four rules of the text, and its two of delay and privacy."""
    local = local_choice(job)
    if local is None:
        return "nowhere" if job["private"] else "cloud"
    in_time = job[f"hours_{local}"] <= job["deadline_h"]
    return local if in_time or job["private"] else "cloud"


def local_choice(job: Job) -> str | None:
    """Return "accelerator" or "cpu", whichever of this machine can run the job, or None."""
    if job["needs_cuda_only"] and job["accelerator"] != "cuda":
        return None
    if job["multi_gpu"] and job["gpus"] < 2:  # noqa: PLR2004 - two make several
        return None
    if fits_accelerator(job):
        return "accelerator"
    return "cpu" if job["peak_gib"] <= job["ram_gib"] else None


def fits_accelerator(job: Job) -> bool:
    """Say whether the accelerator is there, large enough, and knows the job's numbers."""
    if job["accelerator"] is None or job["peak_gib"] > job["budget_gib"]:
        return False
    return not (job["needs_float64"] and job["accelerator"] == "mps")


def all_kinds() -> Iterator[Job]:
    """Give a job for every combination of what the rules ask, boundaries included."""
    machines = ((None, 0), ("mps", 1), ("cuda", 1), ("cuda", 2))
    flags = list(itertools.product((False, True), repeat=4))
    for (accelerator, gpus), peak, flag in itertools.product(
        machines, (4.0, 8.0, 12.0, 16.0, 24.0), flags
    ):
        for cpu_in_time, gpu_in_time in itertools.product((False, True), repeat=2):
            private, float64, cuda_only, multi = flag
            yield {
                "peak_gib": peak,
                "budget_gib": 8.0 if accelerator else None,
                "ram_gib": 16.0,
                "hours_cpu": 6.0 if cpu_in_time else 30.0,
                "hours_accelerator": (6.0 if gpu_in_time else 9.0) if accelerator else None,
                "deadline_h": 6.0,
                "private": private,
                "needs_float64": float64,
                "needs_cuda_only": cuda_only,
                "accelerator": accelerator,
                "gpus": gpus,
                "multi_gpu": multi,
            }


def drawn(trial: Trial) -> Job:
    """Draw a job; the hash of the inputs follows from its numbers."""
    pick = trial.random
    accelerator = pick.choice((None, "mps", "cuda"))
    ram = float(pick.choice((8, 16, 24, 36, 64, 128)))
    return {
        "peak_gib": trial.number(0.5, 1.3 * ram),
        "budget_gib": round(ram * pick.uniform(0.4, 0.9), 2) if accelerator else None,
        "ram_gib": ram,
        "hours_cpu": trial.number(0.2, 60.0),
        "hours_accelerator": trial.number(0.1, 40.0) if accelerator else None,
        "deadline_h": trial.number(0.2, 50.0),
        "private": pick.random() < 0.5,  # noqa: PLR2004 - a coin
        "needs_float64": pick.random() < 0.3,  # noqa: PLR2004
        "needs_cuda_only": pick.random() < 0.2,  # noqa: PLR2004
        "accelerator": accelerator,
        "gpus": pick.choice((1, 1, 2, 4))
        if accelerator == "cuda"
        else int(accelerator is not None),
        "multi_gpu": pick.random() < 0.2,  # noqa: PLR2004
    }


def said(job: Job) -> str:
    """Say a job in one line, as a learner would write it down."""
    machine = f"{job['accelerator'] or 'no accelerator'}"
    if job["accelerator"]:
        machine += f" with a budget of {job['budget_gib']:.4g} GiB"
    wants = [
        name for name in ("private", "needs_float64", "needs_cuda_only", "multi_gpu") if job[name]
    ]
    hours = f"CPU {job['hours_cpu']:.3g} h"
    if job["hours_accelerator"] is not None:
        hours = f"accelerator {job['hours_accelerator']:.3g} h, {hours}"
    parts = [
        f"peak {job['peak_gib']:.4g} GiB",
        machine,
        f"{job['ram_gib']:.4g} GiB of RAM",
        f"{hours}, deadline {job['deadline_h']:.3g} h",
        f"{job['gpus']} GPU{'' if job['gpus'] == 1 else 's'}",
        *wants,
    ]
    return "; ".join(parts)
