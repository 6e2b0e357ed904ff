"""What a check costs: the engine, rehearsal, a whole self-test, and otter-grader beside it. Judges nothing.

Usage: python bench/check [--write | --only a b c d]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import beside_otter
import engine
import rehearsing
import starting
from table import Row, describe_run, render, write

PACKAGES = ("torch",)
COMMAND = (
    "`make bench-check`, which is `python bench/check --write` with all that it needs installed"
)
# Each gives its rows, and versions of what only it uses.
MEASURES = {
    "a": lambda: (engine.measure(), {}),
    "b": lambda: (rehearsing.measure(), {}),
    "c": lambda: (starting.measure(), {}),
    "d": beside_otter.measure,
}


def main() -> None:
    """Measure what was asked for, all by default, and print the table."""
    parser = argparse.ArgumentParser(prog="bench/check")
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--only", nargs="+", choices=MEASURES, default=list(MEASURES), help="leave out others"
    )
    either.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    asked = parser.parse_args()
    rows: list[Row] = []
    others: dict[str, str] = {}
    for part in asked.only:
        # A file of receipts for each: one has thousands.
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DEVICELAB_HOME"] = str(Path(folder) / ".devicelab")
            found, versions = MEASURES[part]()
        # At once: what comes after may fail.
        print(render(found), flush=True)
        rows += found
        others |= versions
    text = f"Taken by {COMMAND}, on {describe_run(PACKAGES, others)}\n\n{render(rows)}"
    print(f"\n{text}")
    if asked.write:
        write("bench-check", text)


if __name__ == "__main__":
    main()
