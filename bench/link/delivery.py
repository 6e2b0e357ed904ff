"""Samples that arrive while a cell is at work (point b)."""

from __future__ import annotations

import random
import statistics
from typing import NamedTuple

from kernel import Bench, kernel
from live_kernel import Ran
from stats import spread
from table import Row

ROUNDS, SECONDS = 4, 10
FIRST_READING, PERIOD = 0.4, 0.5
# From here on the panel itself calls it a gap.
GAP_BAR = 2.0

SETUP = """
import time, torch
class Data(torch.utils.data.Dataset):
    def __len__(self): return 2000
    def __getitem__(self, i): return torch.randn(3, 64, 64), i % 10

def read(workers):
    t = time.monotonic()
    while True:
        for x, y in torch.utils.data.DataLoader(Data(), batch_size=32, num_workers=workers):
            x.mean()
            if time.monotonic() - t > SECONDS: return
""".replace("SECONDS", str(SECONDS))
LOOP = f"t = time.monotonic()\nwhile time.monotonic() - t < {SECONDS}: "
CELLS = {
    "sleeps": f"time.sleep({SECONDS})",
    "loops in Python": LOOP + "sum(range(1000))",
    "multiplies matrices, 1024²": "a = torch.randn(1024, 1024)\n" + LOOP + "a @ a",
    "multiplies matrices, 64², `.item()` each": "a = torch.randn(64, 64)\n"
    + LOOP
    + "(a @ a).sum().item()",
    "reads a DataLoader, no workers": "read(0)",
    "reads a DataLoader, 2 workers": "read(2)",
}


class Heard(NamedTuple):
    """What came of one cell: samples, how many twice a second are, largest gap in periods, age of the cell at the first."""

    arrived: int
    due: int
    gap: float
    first: float


def measure() -> list[Row]:
    """One row for each kind of cell."""
    found: dict[str, list[Heard]] = {name: [] for name in CELLS}
    with kernel() as bench:
        bench.cell(SETUP)
        for _ in range(ROUNDS):
            for name in random.sample(list(CELLS), len(CELLS)):
                found[name].append(_cell(bench, CELLS[name]))
    firsts = [cell.first for cells in found.values() for cell in cells]
    return [*(_row(name, cells) for name, cells in found.items()), _first_row(firsts)]


def _cell(bench: Bench, code: str) -> Heard:
    ran = bench.cell(code)
    lasted = ran.samples[-1]["run"]["seconds"]
    # One each half second from the first reading on, and one as the cell ends.
    due = int((lasted - FIRST_READING) / PERIOD) + 2
    first = ran.samples[0]["run"]["seconds"]
    return Heard(len(ran.samples), due, _largest_gap(ran), first)


def _largest_gap(ran: Ran) -> float:
    arrivals = [
        (message["arrived"], message["content"]["data"]["period"])
        for message in ran.messages
        if message["msg_type"] == "comm_msg" and message["content"]["data"]["kind"] == "sample"
    ]
    pairs = zip(arrivals, arrivals[1:], strict=False)
    return max((later - sooner) / period for (sooner, period), (later, _) in pairs)


def _row(name: str, cells: list[Heard]) -> Row:
    gaps = [cell.gap for cell in cells]
    arrived, due = sum(cell.arrived for cell in cells), sum(cell.due for cell in cells)
    return Row(
        "b",
        f"largest gap between samples while a cell {name}",
        f"≤ {GAP_BAR:.0f} periods",
        f"{max(gaps):.2f} periods; {arrived} samples, {due} at twice a second",
        f"largest by cell: median {statistics.median(gaps):.2f}, {min(gaps):.2f} to {max(gaps):.2f}",
        f"{len(cells)} cells of {SECONDS} s",
        max(gaps) <= GAP_BAR,
    )


def _first_row(firsts: list[float]) -> Row:
    return Row(
        "b",
        f"from the beginning of these cells to their first reading ({FIRST_READING} s by design)",
        "-",
        f"median {statistics.median(firsts):.2f} s",
        spread(firsts) + " s",
        f"{len(firsts)} cells",
    )
