"""When a check has to raise: in a grader, a wrong answer that is only shown would score in full."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from . import policy
from .errors import CheckpointFailed
from .folder import home
from .verdict import Verdict

#: nbgrader sets it while it grades or validates a notebook.
GRADER = "NBGRADER_EXECUTION"
#: Names the policy file; else `policy.toml` beside the receipts is read, if there is one.
VARIABLE = "DEVICELAB_POLICY"


def in_force() -> bool:
    """Say whether a grader runs this notebook."""
    return bool(os.environ.get(GRADER))


def refuse_unless_earned(verdict: Verdict) -> None:
    """Raise unless the policy gives points for an outcome, or excuses it.

    Raises:
        CheckpointFailed: the answer earned nothing, or the policy can't be read.
    """
    if not verdict.passed:
        earned(verdict)


def earned(verdict: Verdict) -> float | None:
    """Give the points that the policy gives for an outcome; None for all of them.

    What is excused, such as a check of ours that broke, must not cost anybody points, and a
    grader that runs a cell knows no "excused": it counts in full there.

    Raises:
        CheckpointFailed: the answer earned nothing, or the policy can't be read.
    """
    if verdict.message_id == "interrupted":
        raise CheckpointFailed(verdict.text)
    try:
        share = policy.load(_file()).share(_as_receipt(verdict))
    except policy.PolicyUnusable as unusable:
        raise CheckpointFailed(str(unusable)) from None
    if share == 0:
        raise CheckpointFailed(verdict.text)
    return None if share is None or share >= 1 else share * verdict.max_points


def _as_receipt(verdict: Verdict) -> dict[str, Any]:
    # A grader starts without the learner's history: no hint and no solution was shown there.
    return {
        "outcome": verdict.outcome,
        "sim": verdict.sim,
        "subchecks": [s.as_json() for s in verdict.subchecks],
        "solution_shown": False,
        "hints_shown": 0,
    }


def _file() -> Path | None:
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    try:
        return home() / policy.FILE
    except OSError:
        return None
