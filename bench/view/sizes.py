"""JavaScript by extension and chunk, as it lies on the disk of an environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

from table import Row

KB = 1000
SCRIPT_BAR, AGENT_BAR = 150, 25


def measure(ours: Path, texts: list[int], others: dict[str, tuple[Path, str]]) -> list[Row]:
    """Rows of JavaScript.

    Args:
        ours: The folder of our own prebuilt extension.
        texts: Characters of Python for the kernel, which one of the chunks carries: the
            agent's, and that of the clicks.
        others: By package, the Python of its environment and its extension's name.
    """
    chunks, styles = (_sizes(ours / "static", ending) for ending in ("js", "css"))
    script = sum(chunks.values()) - sum(texts)
    named = ", ".join(f"{name} {size / KB:.1f}" for name, size in chunks.items())
    agent, clicks = (size / KB for size in texts)
    rows = [
        Row("a", "JavaScript of devicelab, all chunks, without the Python in it", f"≤ {SCRIPT_BAR} kB",
            f"{script / KB:.1f} kB", f"kB by chunk, the Python included: {named}", f"{len(chunks)} files",
            script <= SCRIPT_BAR * KB),
        Row("a", "Python for the kernel, which rides in one of them", f"≤ {AGENT_BAR} kB",
            f"{agent + clicks:.1f} kB", f"the agent {agent:.1f}, for clicks {clicks:.1f}", "2",
            agent + clicks <= AGENT_BAR),
        Row("a", "style sheet of devicelab, a file of its own; the others have theirs in JavaScript", "-",
            f"{sum(styles.values()) / KB:.1f} kB", "-", f"{len(styles)} file"),
    ]  # fmt: skip
    for package, (python, name) in others.items():
        found = _sizes(
            _prefix(python) / "share" / "jupyter" / "labextensions" / name / "static", "js"
        )
        largest = ", ".join(f"{size / KB:.0f}" for size in sorted(found.values())[::-1][:5])
        whole = f"{sum(found.values()) / KB:.1f} kB"
        rows.append(
            Row("a", f"JavaScript of {package}", "-", whole, f"largest, kB: {largest}", f"{len(found)} files")
        )  # fmt: skip
    return rows


def _prefix(python: Path) -> Path:
    command = [python, "-c", "import sys; print(sys.prefix)"]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())


def _sizes(folder: Path, ending: str) -> dict[str, int]:
    # A chunk's name ends in a hash of its content.
    sizes = {
        path.name.split(".")[0]: path.stat().st_size for path in sorted(folder.glob(f"*.{ending}"))
    }
    if not sizes:
        raise RuntimeError(f"no .{ending} in {folder}")
    return sizes
