"""JavaScript by extension and chunk, as it lies on the disk of an environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

from table import Row

KB = 1000
SCRIPT_BAR, AGENT_BAR = 150, 25


def measure(ours: Path, agent: int, others: dict[str, tuple[Path, str]]) -> list[Row]:
    """Rows of JavaScript.

    Args:
        ours: The folder of our own prebuilt extension.
        agent: Characters of the agent's text, which one of the chunks carries.
        others: By package, the Python of its environment and its extension's name.
    """
    chunks = _chunks(ours / "static")
    script = sum(chunks.values()) - agent
    named = ", ".join(f"{name} {size / KB:.0f}" for name, size in chunks.items())
    rows = [
        Row("a", "JavaScript of devicelab, all chunks, without the agent's text", f"≤ {SCRIPT_BAR} kB",
            f"{script / KB:.1f} kB", f"kB by chunk, the text included: {named}", f"{len(chunks)} files",
            script <= SCRIPT_BAR * KB),
        Row("a", "text of the agent, which rides in one of them", f"≤ {AGENT_BAR} kB",
            f"{agent / KB:.1f} kB", "-", "1", agent <= AGENT_BAR * KB),
    ]  # fmt: skip
    for package, (python, name) in others.items():
        found = _chunks(_prefix(python) / "share" / "jupyter" / "labextensions" / name / "static")
        largest = ", ".join(f"{size / KB:.0f}" for size in sorted(found.values())[::-1][:5])
        whole = f"{sum(found.values()) / KB:.1f} kB"
        rows.append(
            Row("a", f"JavaScript of {package}", "-", whole, f"largest, kB: {largest}", f"{len(found)} files")
        )  # fmt: skip
    return rows


def _prefix(python: Path) -> Path:
    command = [python, "-c", "import sys; print(sys.prefix)"]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def _chunks(folder: Path) -> dict[str, int]:
    # A chunk's name ends in a hash of its content.
    sizes = {path.name.split(".")[0]: path.stat().st_size for path in sorted(folder.glob("*.js"))}
    if not sizes:
        raise RuntimeError(f"no JavaScript in {folder}")
    return sizes
