"""The agent: devicelab's code inside a kernel.

It gathers a *report* (facts that rarely change) and broadcasts *samples* while
a cell runs. It is the standard library alone, and psutil where that is there.
It never imports torch, never makes a CUDA context and never touches the MPS
allocator before the learner has: each of these would change what the learner's
own code does next.

The JupyterLab extension ships this package as text (`scripts/pack_agent.py`)
and installs it as ``_devicelab_agent``, so a kernel needs nothing of ours.
"""

from __future__ import annotations

from .lifecycle import HOLDER, leave, pace, report, ring, start, stop
from .report import PROTOCOL

__all__ = ["HOLDER", "PROTOCOL", "leave", "pace", "report", "ring", "start", "stop"]
