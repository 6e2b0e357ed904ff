"""Pictures of the course, drawn from the learner's own numbers.

Each function gives a `Picture`: the last expression of a cell shows it. Where matplotlib is
missing, it says the same in words.
"""

from __future__ import annotations

from .amdahl import amdahl, held
from .batch import batch
from .boxes import answers, machine, storages
from .devices import devices
from .draws import draws
from .epochs import epochs, intervals
from .frame import BLUE, GREEN, GREY, ORANGE, Picture, box
from .losses import losses
from .operations import operations
from .owners import owners
from .places import places
from .ratio import raced, ratio
from .reasons import reasons
from .refusals import refusals
from .roofline import rooflines

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "Picture",
    "amdahl",
    "answers",
    "batch",
    "box",
    "devices",
    "draws",
    "epochs",
    "held",
    "intervals",
    "losses",
    "machine",
    "operations",
    "owners",
    "places",
    "raced",
    "ratio",
    "reasons",
    "refusals",
    "rooflines",
    "storages",
]
