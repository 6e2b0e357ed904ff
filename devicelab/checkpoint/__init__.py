"""The engine behind every exercise: it checks an answer and says what it saw.

Authors need `Exercise` and `Trial`; learners reach the verbs as
``from devicelab import cp``. Importing this package never imports torch.
"""

from __future__ import annotations

from .errors import CheckpointFailed
from .exercise import Exercise, Mistake
from .trial import Trial
from .verdict import Verdict

__all__ = ["CheckpointFailed", "Exercise", "Mistake", "Trial", "Verdict"]
