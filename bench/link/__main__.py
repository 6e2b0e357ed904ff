"""The link to a kernel: what it costs, what it delivers, what it disturbs. Prints a table; judges nothing.

Usage: python bench/link [--write | --only a b pages]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import delivery
import overhead
import pages
from table import Row, describe_run, render, write

PACKAGES = ("jupyterlab", "jupyter_server", "ipykernel", "torch")
COMMAND = "`make bench-link`, which is `python bench/link --write` with all that it needs installed"
# Each gives its rows, and versions of what only it uses.
MEASURES = {
    "a": lambda: (overhead.measure(), {}),
    "b": lambda: (delivery.measure(), {}),
    "pages": pages.measure,
}


def main() -> None:
    """Measure what was asked for, all by default, and print the table."""
    parser = argparse.ArgumentParser(prog="bench/link")
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--only", nargs="+", choices=MEASURES, default=list(MEASURES), help="leave out others"
    )
    either.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    asked = parser.parse_args()
    rows: list[Row] = []
    others: dict[str, str] = {}
    for part in asked.only:
        found, versions = MEASURES[part]()
        # At once: what comes after may fail.
        print(render(found), flush=True)
        rows += found
        others |= versions
    text = f"Taken by {COMMAND}, on {describe_run(PACKAGES, others)}\n\n{render(rows)}"
    print(f"\n{text}")
    if asked.write:
        write("bench-link", text)


if __name__ == "__main__":
    main()
