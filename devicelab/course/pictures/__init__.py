"""Pictures of the course, drawn from the learner's own numbers.

Each function gives a `Picture`: the last expression of a cell shows it. Where matplotlib is
missing, it says the same in words.
"""

from __future__ import annotations

from .amdahl import amdahl, held
from .boxes import answers, machine, storages
from .epochs import epochs, intervals
from .frame import BLUE, GREEN, GREY, ORANGE, Picture, box
from .places import places
from .ratio import raced, ratio
from .roofline import rooflines

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "Picture",
    "amdahl",
    "answers",
    "box",
    "epochs",
    "held",
    "intervals",
    "machine",
    "places",
    "raced",
    "ratio",
    "rooflines",
    "storages",
]
