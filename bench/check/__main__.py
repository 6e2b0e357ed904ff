"""What a check costs: the engine, rehearsal, a whole self-test, and otter-grader beside it. Judges nothing.

Usage: python bench/check [--write | --only a b c d]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import beside_otter
import engine
import parts
import rehearsing
import starting
from table import Row

PACKAGES = ("torch",)


def with_own_receipts(measure: parts.Measure) -> parts.Measure:
    """Keep the receipts of a part in a file of its own: one part writes thousands."""

    def measured() -> tuple[list[Row], dict[str, str]]:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DEVICELAB_HOME"] = str(Path(folder) / ".devicelab")
            return measure()

    return measured


PARTS = {
    "a": with_own_receipts(lambda: (engine.measure(), {})),
    "b": with_own_receipts(lambda: (rehearsing.measure(), {})),
    "c": with_own_receipts(lambda: (starting.measure(), {})),
    "d": with_own_receipts(beside_otter.measure),
}

if __name__ == "__main__":
    parts.main("check", PARTS, PACKAGES)
