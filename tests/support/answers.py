"""An answer as source text, judged as a learner's cell would be."""

from __future__ import annotations

import warnings

from devicelab.checkpoint import bank
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.judge import judge


def found(item, source):
    """The finding on `source` for an exercise; what the text itself warns of is not asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return judge(bank.exercise(item), run_source(source, f"{item}:answer"))
