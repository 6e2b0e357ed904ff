"""Speed and size against the numbers to hold (`docs/design.md`). Prints; judges nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from live_kernel import LiveKernel, packed_agent, packed_clicks  # noqa: E402

KB = 1000
ROUNDS = 9


def spread(values: list[float], unit: str) -> str:
    """Median, lowest and highest of some measurements."""
    middle = statistics.median(values)
    return f"median {middle:.3g} {unit}, {min(values):.3g} to {max(values):.3g} of {len(values)}"


def import_time() -> str:
    """`import devicelab` in fresh processes, and whether it brought torch along."""
    code = (
        "import time, sys; t = time.perf_counter(); import devicelab; "
        "print((time.perf_counter() - t) * 1000, 'torch' in sys.modules)"
    )
    times, torch = [], set()
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/"
        )
        milliseconds, brought = done.stdout.split()
        times.append(float(milliseconds))
        torch.add(brought)
    return f"import devicelab: {spread(times, 'ms')} (bar 50); torch imported: {', '.join(sorted(torch))}"


CELLS = {
    "sleep": "time.sleep(10)",
    "Python loop": "while time.monotonic() - t < 10: sum(range(1000))",
    "1024² matmul": "a = torch.randn(1024, 1024)\nwhile time.monotonic() - t < 10: a @ a",
    "training step": (
        "m = torch.nn.Linear(512, 512); o = torch.optim.SGD(m.parameters(), 0.1)\n"
        "while time.monotonic() - t < 10:\n"
        "    m(torch.randn(64, 512)).sum().backward(); o.step(); o.zero_grad()"
    ),
}


def agent_costs() -> list[str]:
    """Thread CPU time of one sample, read and sent, as the agent itself measures it, by what the cell does."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        kernel = LiveKernel(Path(folder), dict(os.environ))
        try:
            kernel.bootstrap()
            kernel.run("import time, torch")
            for name, cell in CELLS.items():
                samples = kernel.run("t = time.monotonic()\n" + cell).samples
                costs = [s["cost_us"] / 1000 for s in samples[1:]]
                lines.append(
                    f"agent per sample, {name}: {spread(costs, 'ms thread CPU')} (bar 0.5)"
                )
        finally:
            kernel.close()
    return lines


REPORTS = (
    "import importlib, sys, time\n"
    "agent, times = sys.modules['_devicelab_agent'], []\n"
    "for _ in range(30):\n"
    "    importlib.invalidate_caches()\n"
    "    began = time.perf_counter()\n"
    "    agent.report()\n"
    "    times.append((time.perf_counter() - began) * 1000)\n"
    "print(*times)"
)


def report_times() -> list[str]:
    """A report by the shipped agent, on the learner's thread, what Python keeps of folders forgotten before each."""
    lines = []
    for name, first in (("torch not imported", "pass"), ("torch imported", "import torch")):
        with tempfile.TemporaryDirectory() as folder:
            kernel = LiveKernel(Path(folder), dict(os.environ))
            try:
                kernel.run(first)
                kernel.bootstrap()
                times = [float(word) for word in kernel.run(REPORTS).stdout.split()]
            finally:
                kernel.close()
        lines.append(f"agent's report, {name}: {spread(times, 'ms')} (bar 50)")
    return lines


def sizes() -> list[str]:
    """The extension's JavaScript as built, the Python in it, and the style sheet beside it."""
    static = ROOT / "devicelab" / "labextension" / "static"
    scripts = {path.name: path.stat().st_size for path in static.glob("*.js")}
    styles = sum(path.stat().st_size for path in static.glob("*.css"))
    agent, clicks = (len(packed()["expression"]) for packed in (packed_agent, packed_clicks))
    script = sum(scripts.values()) - agent - clicks
    return [
        f"extension: {script / KB:.1f} kB of JavaScript in {len(scripts)} files (bar 150)",
        f"Python for the kernel in it: agent {agent / KB:.1f} kB, clicks {clicks / KB:.1f} kB (bar 25)",
        f"style sheet: {styles / KB:.1f} kB of CSS",
    ]


def first_verdict() -> str:
    """How long the panel takes to its first verdict, in a real browser."""
    command = [ROOT / "node_modules" / ".bin" / "playwright", "test"]
    options = ["-c", ROOT / "ui-tests" / "playwright.config.ts", "--reporter=list"]
    done = subprocess.run(
        [str(word) for word in (*command, *options)],
        cwd=ROOT,
        env={**os.environ, "UI_SUITE": "bench", "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in (done.stdout + done.stderr).splitlines() if "first verdict:" in line]
    return lines[-1] if lines else "panel's first verdict: not measured\n" + done.stdout[-2000:]


def main() -> None:
    """Print one line a figure."""
    print(import_time(), flush=True)
    print(*report_times(), sep="\n", flush=True)
    print(*agent_costs(), sep="\n", flush=True)
    print(*sizes(), sep="\n", flush=True)
    print(first_verdict(), flush=True)
    for name in ("simulator.py", "build.py"):
        subprocess.run([sys.executable, str(ROOT / "bench" / name)], check=False)


if __name__ == "__main__":
    main()
