"""How figures are said in the table."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Sequence

from table import Row


def row(
    point: str, what: str, milliseconds: Sequence[float], of: str, bar: float | None = None
) -> Row:
    """A figure in milliseconds: its median, its range, and whether it is within `bar`."""
    middle = statistics.median(milliseconds)
    return Row(
        point,
        what,
        "-" if bar is None else f"≤ {bar:g} ms",
        f"median {_said(middle)}",
        f"{_said(min(milliseconds))} to {_said(max(milliseconds))}",
        f"{len(milliseconds)} {of}",
        None if bar is None else middle <= bar,
    )


def _said(milliseconds: float) -> str:
    seconds = milliseconds / 1e3
    return f"{seconds:.2f} s" if seconds >= 1 else f"{milliseconds:.3g} ms"


def printed(program: str, *arguments: str, python: str = sys.executable) -> list[str]:
    """Run a program in a fresh Python, and give the words of its last line."""
    done = subprocess.run(
        [python, "-c", program, *arguments], capture_output=True, text=True, check=True, cwd="/"
    )
    return done.stdout.strip().splitlines()[-1].split()
