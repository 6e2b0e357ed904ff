"""A bench in parts: asked for by letter, printed as they come, kept as one table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Callable

from table import Row, describe_run, render, write

# A part gives its rows, and names and versions of what only it uses.
Measure = Callable[[], tuple[list[Row], dict[str, str]]]


def main(name: str, parts: Mapping[str, Measure], packages: tuple[str, ...]) -> None:
    """Measure what the command line asks for, all by default, and print the table.

    Args:
        name: The bench, as its folder is called.
        parts: What can be asked for by itself.
        packages: Installed packages whose versions matter.
    """
    asked = _asked(name, parts)
    rows: list[Row] = []
    others: dict[str, str] = {}
    for part in asked.only:
        found, versions = parts[part]()
        # At once: what comes after may fail.
        print(render(found), flush=True)
        rows += found
        others |= versions
    command = f"`make bench-{name}`, which is `python bench/{name} --write` with all that it needs installed"
    text = f"Taken by {command}, on {describe_run(packages, others)}\n\n{render(rows)}"
    print(f"\n{text}")
    if asked.write:
        write(f"bench-{name}", text)


def _asked(name: str, parts: Mapping[str, Measure]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"bench/{name}")
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--only", nargs="+", choices=parts, default=list(parts), help="leave out others"
    )
    either.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    return parser.parse_args()
