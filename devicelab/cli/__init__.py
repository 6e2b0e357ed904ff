"""The ``devicelab`` command. One verb, one file; nothing imports this package."""

from __future__ import annotations

from devicelab.cli.program import main

__all__ = ["main"]
