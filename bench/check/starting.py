"""What comes before the first check, and what proves the whole bank."""

from __future__ import annotations

import subprocess
import sys
import time

from figures import printed, row
from table import Row

from devicelab.checkpoint import bank

ROUNDS = 9
IMPORT = (
    "import time, sys; t = time.perf_counter(); {}; "
    "print((time.perf_counter() - t) * 1e3, 'torch' in sys.modules)"
)


def _import(statement: str, bar: float | None) -> Row:
    told = [printed(IMPORT.format(statement)) for _ in range(ROUNDS)]
    torch = "without torch" if all(words[1] == "False" for words in told) else "**with torch**"
    of = f"processes, {torch}"
    return row("c", f"`{statement}`", [float(words[0]) for words in told], of, bar)


def _selftest() -> Row:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "devicelab", "selftest"], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    last = (done.stdout.strip().splitlines() or ["it printed nothing"])[-1]
    return Row(
        "c", "`devicelab selftest`", "-", f"{seconds:.1f} s", last, f"{len(bank.items())} exercises"
    )


def measure() -> list[Row]:
    """Imports in fresh processes, and the self-test of all exercises."""
    return [
        _import("import devicelab", 50.0),
        _import("from devicelab import cp", None),
        _selftest(),
    ]
