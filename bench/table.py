"""Tables of figures: printed, and kept in `bench/README.md`."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
from dataclasses import astuple, dataclass
from pathlib import Path

README = Path(__file__).resolve().parent / "README.md"
COLUMNS = ("", "what", "bar", "measured", "interval or spread", "n", "holds")


@dataclass
class Row:
    """One figure.

    Attributes:
        point: Which point of the bench it belongs to, a letter.
        what: What was measured, in words.
        bar: What it must be, or a dash.
        measured: The figure with its unit.
        spread: Its interval, or its lowest and highest.
        n: How many measurements it is made of.
        holds: Whether the bar is met; None where there is none.
    """

    point: str
    what: str
    bar: str
    measured: str
    spread: str
    n: str
    holds: bool | None = None


def render(rows: list[Row]) -> str:
    """The rows as a Markdown table, its columns padded to read well as plain text."""
    words = {True: "yes", False: "**no**", None: "-"}
    cells = [COLUMNS, *((*astuple(row)[:-1], words[row.holds]) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS))]
    lines = [
        "| " + " | ".join(t.ljust(w) for t, w in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])


def describe_run(packages: tuple[str, ...], others: dict[str, str]) -> str:
    """When and on what the figures were taken.

    Args:
        packages: Installed packages whose versions matter.
        others: Names and versions of what can't be asked here.
    """
    versions = {name: importlib.metadata.version(name) for name in packages}
    versions = {"Python": platform.python_version(), **versions, **others}
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    today = dt.datetime.now(dt.timezone.utc).date()
    return f"{today:%Y-%m-%d}, on {_machine()}; {named}."


def _machine() -> str:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_chip()}, {os.cpu_count()} threads, {gib:.0f} GiB, {platform.system()}"


def _chip() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def write(bench: str, text: str) -> None:
    """Put `text` between the README's marks of this bench, and leave the rest of it alone."""
    begin, end = (f"<!-- {bench}: {word} -->" for word in ("begin", "end"))
    before, mark, rest = README.read_text().partition(begin)
    _, closing, after = rest.partition(end)
    if not mark or not closing:
        raise SystemExit(f"{README.name} has lost its marks {begin} and {end}")
    README.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}")
