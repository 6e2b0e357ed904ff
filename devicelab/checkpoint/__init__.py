"""The engine behind every exercise: it checks an answer and says what it saw.

Authors need `Exercise` and `Trial`, or `Prediction` and what it asks; learners reach the verbs as
``from devicelab import cp``. Importing this package never imports torch.
"""

from __future__ import annotations

from .counterexample import Counterexample
from .errors import CheckpointFailed
from .exercise import Exercise, Mistake
from .prediction import Choice, Number, Prediction, YesNo
from .trial import Trial
from .verdict import Verdict

__all__ = [
    "CheckpointFailed",
    "Choice",
    "Counterexample",
    "Exercise",
    "Mistake",
    "Number",
    "Prediction",
    "Trial",
    "Verdict",
    "YesNo",
]
