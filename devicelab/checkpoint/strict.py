"""When a check has to raise: in a grader, a wrong answer that is only shown would score in full."""

from __future__ import annotations

import os
from pathlib import Path

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

    What is excused, such as a check of ours that broke, must not cost anybody points, and a
    grader that runs a cell knows only full points and none.

    Raises:
        CheckpointFailed: the answer earned nothing, or the policy can't be read.
    """
    if verdict.passed:
        return
    try:
        worth = policy.load(_file()).outcomes[verdict.outcome]
    except policy.PolicyUnusable as unusable:
        raise CheckpointFailed(str(unusable)) from None
    if worth != policy.EXCUSED or verdict.message_id == "interrupted":
        raise CheckpointFailed(verdict.text)


def _file() -> Path | None:
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    try:
        return home() / policy.FILE
    except OSError:
        return None
