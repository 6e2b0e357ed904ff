"""Why a device is or is not usable, and what messages mean.

Both are data in ``protocol/`` (``diagnosis.json``, ``messages.json``, ``texts.json``),
read here and generated into TypeScript, so that a sentence and a rule exist once.
It works on a report of the agent. Nothing here imports torch or asks the machine, but for
``importing``, on behalf of those who can do nothing without torch.
"""

from __future__ import annotations

from .messages import LONGEST_TEXT, Explanation, explain
from .tree import Diagnosis, Evidence, diagnose, macos_floor
from .words import Command

__all__ = [
    "LONGEST_TEXT",
    "Command",
    "Diagnosis",
    "Evidence",
    "Explanation",
    "diagnose",
    "explain",
    "macos_floor",
]
