"""Rehearsal: an answer is tried on a device that this machine lacks, in a process beside it.

Two stages: a simulated Mac, for whole scripts; a fake device, for single functions, where
a forgotten `.to()` raises as on an accelerator. Importing this imports no torch.
"""

from __future__ import annotations

from .host import stop, warm
from .rehearse import Broke, NotRehearsed, RaisedThere, rehearse

__all__ = ["Broke", "NotRehearsed", "RaisedThere", "rehearse", "stop", "warm"]
