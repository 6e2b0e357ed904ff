"""One job to place by hand with the rules of m1.q7, before they become a function; never graded."""

from __future__ import annotations

from typing import Any

from . import q7_rules as rules

JOB: rules.Job = {
    "peak_gib": 12.0,
    "budget_gib": 10.7,
    "ram_gib": 16.0,
    "hours_cpu": 30.0,
    "hours_accelerator": 8.0,
    "deadline_h": 12.0,
    "private": True,
    "needs_float64": False,
    "needs_cuda_only": False,
    "accelerator": "mps",
    "gpus": 1,
    "multi_gpu": False,
}
_WHY = (
    "Rule 2 does not apply, for 12 GiB are more than 10.7. Rule 3 does. "
    "It will be late, and stays all the same: it is private."
)


def compare(answer: Any = "") -> None:
    """Print the job, and set an answer beside what the rules say of it.

    Args:
        answer: one of the four places; empty where nothing was decided yet.
    """
    print(f"The job: {rules.said(JOB)}.")
    if not isinstance(answer, str) or not answer:
        print("Write where it belongs between the quotation marks, and run the cell again.")
        return
    place = rules.recommend(JOB)
    said = "as you said" if answer == place else f"and you said {answer!r}"
    print(f"By the rules: {place!r}, {said}. {_WHY}")
