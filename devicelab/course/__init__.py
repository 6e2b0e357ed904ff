"""The bank of *PyTorch on Apple Silicon*: one exercise a file, one module a folder.

To add exercise m3.q2, add the file ``m3/q2.py``; `devicelab.checkpoint.exercise`
says what it declares, and ``devicelab selftest m3.q2`` proves it.
"""

from __future__ import annotations

NAME = "pytorch-on-apple-silicon"
