"""What server and page make of a kernel that is watched (points c, d and e).

Three JupyterLab servers of the same versions: without us, with us, and with
jupyter-resource-usage. A real browser looks at them (`ui-tests/bench/link.spec.ts`).
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
from typing import Any

from servers import CACHE, ROOT, python_with, server, version_in
from stats import spread
from table import Row

THEIRS = "jupyter-resource-usage"
NAMES = {
    "control": "without us",
    "ours": "with our panel open",
    "theirs": f"with the kernel panel of {THEIRS} open",
}
RELOAD_BAR = 1.0


def measure() -> tuple[list[Row], dict[str, str]]:
    """All rows of the points, and the versions that only these have."""
    theirs = python_with(THEIRS, "bench-env")
    with contextlib.ExitStack() as stack:
        urls = {
            "control": stack.enter_context(server(sys.executable, ["devicelab"])),
            "ours": stack.enter_context(server(sys.executable, [])),
            "theirs": stack.enter_context(server(str(theirs), [])),
        }
        found = _look(urls)
    versions = {"browser": found["browser"], THEIRS: version_in(theirs, THEIRS)}
    rows = [*_said_idle(found["idle"]), *_activity(found["activity"]), *_reload(found["reload"])]
    return rows, versions


def _look(urls: dict[str, str]) -> dict[str, Any]:
    """What the browser found."""
    out = CACHE / "results" / "bench-link.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    command = [ROOT / "node_modules" / ".bin" / "playwright", "test", "--reporter=line"]
    command += ["-c", ROOT / "ui-tests" / "bench" / "link.config.ts"]
    env = {
        **os.environ,
        "PYTHON": sys.executable,
        "LINK_SERVERS": json.dumps(urls),
        "LINK_OUT": str(out),
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not out.exists():
        raise RuntimeError((done.stdout + done.stderr)[-4000:])
    return json.loads(out.read_text())


def _said_idle(found: dict[str, list[list[str]]]) -> list[Row]:
    """Point c. `found`: by server, a list of the readings of each cell."""
    count = {name: [states.count("idle") for states in cells] for name, cells in found.items()}
    rows = []
    for name, idle in count.items():
        readings = [len(states) for states in found[name]]
        ours = name == "ours"
        rows.append(
            Row(
                "c",
                f"server says idle while a cell of 30 s runs, {NAMES[name]}",
                "≤ without us" if ours else "-",
                f"{sum(idle)} of {sum(readings)} readings",
                f"{min(idle)} to {max(idle)} a cell",
                f"{len(idle)} cells",
                sum(idle) <= sum(count["control"]) if ours else None,
            )
        )
    return rows


def _activity(found: dict[str, list[float]]) -> list[Row]:
    """Point d. `found`: by server, `last_activity` in seconds at each reading."""
    rows = []
    for name, stamps in found.items():
        moves = sum(a != b for a, b in zip(stamps, stamps[1:], strict=False))
        ours = name == "ours"
        rows.append(
            Row(
                "d",
                f"`last_activity` of an idle kernel over 60 s, {NAMES[name]}",
                "unmoved" if ours else "-",
                f"moved {moves} times" if moves else "unmoved",
                f"by {stamps[-1] - stamps[0]:.1f} s in all",
                f"{len(stamps)} readings",
                moves == 0 if ours else None,
            )
        )
    return rows


def _reload(found: list[dict[str, float]]) -> list[Row]:
    """Point e. `found`: milliseconds since the reload of socket, first sample and panel."""
    shown = [(one["shown"] - one["socket"]) / 1000 for one in found]
    heard = [(one["heard"] - one["socket"]) / 1000 for one in found]
    whole = [one["shown"] / 1000 for one in found]
    n = f"{len(found)} reloads"
    texts = {
        "the first sample comes in": heard,
        "the panel is live": shown,
    }
    rows = [
        Row(
            "e",
            f"reload in mid-cell: from the kernel's socket being open until {what}",
            f"< {RELOAD_BAR:.0f} s",
            f"median {statistics.median(times):.2f} s",
            spread(times) + " s",
            n,
            statistics.median(times) < RELOAD_BAR,
        )
        for what, times in texts.items()
    ]
    last = f"median {statistics.median(whole):.2f} s"
    what = "the same from the reload itself: JupyterLab's own start is most of it"
    return [*rows, Row("e", what, "-", last, spread(whole) + " s", n)]
