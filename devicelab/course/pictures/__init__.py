"""Pictures of the course, drawn from the learner's own numbers.

Each function gives a `Picture`: the last expression of a cell shows it.
"""

from __future__ import annotations

from .frame import BLUE, GREEN, GREY, ORANGE, Picture

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "Picture"]
