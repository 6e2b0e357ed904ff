"""The view: script time of an update, heap, size, activation, each beside other extensions. Prints a table; judges nothing.

Usage: python bench/view [--write]
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [
    str(HERE.parent),
    str(HERE.parent / "link"),
    str(HERE.parents[1] / "tests" / "support"),
]

import sizes  # noqa: E402
from feed import FEED  # noqa: E402
from live_kernel import packed_agent, packed_clicks  # noqa: E402
from servers import CACHE, ROOT, python_with, server, version_in  # noqa: E402
from table import Row, describe_run, render, write  # noqa: E402

COMMAND = "`make bench-view`, which is `python bench/view --write` with all that it needs installed"
PACKAGES = ("jupyterlab", "jupyter_server", "ipykernel", "torch")
DASHBOARD, USAGE = "jupyterlab-nvdashboard", "jupyter-resource-usage"
EXTENSIONS = {DASHBOARD: "jupyterlab-nvdashboard", USAGE: "@jupyter-server/resource-usage"}
NAMES = {"ours": "devicelab", "bare": "JupyterLab without extensions"} | {n: n for n in EXTENSIONS}
UPDATE_BAR, HEAP_BAR, ACTIVATION_BAR = 4.0, 5.0, 50.0
# As fast as a page can take them; the server would drop what comes faster than it thinks right.
FAST = ["--ZMQChannelsWebsocketConnection.iopub_msg_rate_limit=1000000"]


def look(pythons: dict[str, Path]) -> dict[str, Any]:
    """What the browser found."""
    out = CACHE / "results" / "bench-view.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    with contextlib.ExitStack() as stack:
        urls = {
            "ours": stack.enter_context(server(sys.executable, [], *FAST)),
            "bare": stack.enter_context(server(sys.executable, ["devicelab"], *FAST)),
        }
        for name, python in pythons.items():
            urls[name] = stack.enter_context(server(str(python), []))
        _browse(
            out, {"servers": urls, "extensions": EXTENSIONS | {"ours": "devicelab"}, "feed": FEED}
        )
    return json.loads(out.read_text())


def _browse(out: Path, job: dict[str, Any]) -> None:
    config = ROOT / "ui-tests" / "bench" / "view.config.ts"
    command = [
        ROOT / "node_modules" / ".bin" / "playwright",
        "test",
        "--reporter=line",
        "-c",
        config,
    ]
    env = {
        **os.environ,
        "PYTHON": sys.executable,
        "VIEW_JOB": json.dumps(job),
        "VIEW_OUT": str(out),
    }
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode or not out.exists():
        raise RuntimeError((done.stdout + done.stderr)[-4000:])


def updates(found: dict[str, dict[str, Any]]) -> list[Row]:
    """Script time of an update. `found`: by what is looked at, milliseconds of each."""
    rows = []
    for what, one in found.items():
        times, bar = one["ms"], one.get("bar")
        if not times:
            rows.append(Row("b", what, "-", "no figure", one.get("why", "-"), "0"))
            continue
        middle = statistics.median(times)
        ordered = sorted(times)
        spread = (
            f"nine of ten below {ordered[int(len(times) * 0.9)]:.2f}, at most {ordered[-1]:.1f} ms"
        )
        holds = middle <= UPDATE_BAR if bar else None
        limit = f"≤ {UPDATE_BAR:.0f} ms" if bar else "-"
        rows.append(
            Row("b", what, limit, f"median {middle:.2f} ms", spread, f"{len(times)} updates", holds)
        )
    return rows


def heap(found: list[float]) -> list[Row]:
    """The heap after each simulated hour, in bytes."""
    mb = [size / 1e6 for size in found]
    # The history is full after the first hour.
    growth = max(mb) - mb[0]
    readings = ", ".join(f"{size:.1f}" for size in mb)
    return [
        Row("c", "heap after 1 to 8 simulated hours with the panel open: most less that after the first",
            f"≤ {HEAP_BAR:.0f} MB", f"{growth:.1f} MB", f"MB after each hour: {readings}", f"{len(mb)} hours",
            growth <= HEAP_BAR)
    ]  # fmt: skip


def activation(found: dict[str, list[float]]) -> list[Row]:
    """Script time with a frame of the extension on the stack, and its evaluation, until JupyterLab stands."""
    rows = []
    for name, times in found.items():
        middle = statistics.median(times)
        ours = name == "ours"
        rows.append(
            Row("d", f"activation of the plugins of {NAMES[name]} and evaluation of its script",
                f"≤ {ACTIVATION_BAR:.0f} ms" if ours else "-", f"median {middle:.1f} ms",
                f"{min(times):.1f} to {max(times):.1f} ms", f"{len(times)} page loads",
                middle <= ACTIVATION_BAR if ours else None)
        )  # fmt: skip
    return rows


def _extension() -> Path:
    files = importlib.metadata.files("devicelab") or []
    package = next(f for f in files if str(f).endswith("labextension/package.json") or
                   str(f).endswith("labextensions/devicelab/package.json"))  # fmt: skip
    return Path(str(package.locate())).resolve().parent


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="bench/view")
    parser.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    asked = parser.parse_args()
    pythons = {
        DASHBOARD: python_with(DASHBOARD, "bench-env-dashboard"),
        USAGE: python_with(USAGE, "bench-env"),
    }
    versions = {name: version_in(python, name) for name, python in pythons.items()}
    python = [len(packed()["expression"]) for packed in (packed_agent, packed_clicks)]
    rows = sizes.measure(_extension(), python, {n: (p, EXTENSIONS[n]) for n, p in pythons.items()})
    print(render(rows), flush=True)
    found = look(pythons)
    rows += [*updates(found["updates"]), *heap(found["heap"]), *activation(found["activation"])]
    text = f"Taken by {COMMAND}, on {describe_run(PACKAGES, {'browser': found['browser'], **versions})}\n\n{render(rows)}"
    print(f"\n{text}")
    if asked.write:
        write("bench-view", text)


if __name__ == "__main__":
    main()
