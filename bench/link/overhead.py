"""What the agent costs a cell that trains (point a)."""

from __future__ import annotations

import random
import statistics

from kernel import SAMPLER, Bench, kernel, seconds
from stats import bootstrap, interval, spread
from table import Row

LONG_CELLS, LONG_SECONDS = 8, 10
TRIPLES = 330
# Longer than the 0.4 s after which a cell is first read, so that each is sampled.
SHORT_SECONDS = 0.6
CPU_BAR, RATIO_BAR = 0.2, 0.96
CONDITIONS = {"on": "watch", "off": "unwatch", "off again": "unwatch"}

SETUP = """
import threading, time, torch
model = torch.nn.Sequential(torch.nn.Linear(256, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

def step():
    x, y = torch.randn(64, 256), torch.randint(10, (64,))
    loss = torch.nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad(); loss.backward(); optimizer.step()

def train(seconds):
    began, steps = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        step()
        steps += 1
    return steps

def clocks():
    return {t.name: time.clock_gettime(time.pthread_getcpuclockid(t.ident)) for t in threading.enumerate()}
"""
# The agent's thread is born and dies with its cell: its clock is its whole cost.
LONG = f"""
before = clocks().get("IOPub", 0.0)
_ = train({LONG_SECONDS})
after = clocks()
print(after.get("devicelab", 0.0), after.get("IOPub", 0.0) - before)
"""
SHORT = f"""
before = time.process_time()
steps = train({SHORT_SECONDS})
print(steps, time.process_time() - before)
"""
# With two threads a step also waits for whatever else runs on the second core.
ONE_THREAD = "torch.set_num_threads(1)"


def measure() -> list[Row]:
    """All rows of the point."""
    with kernel() as bench:
        bench.cell(SETUP)
        bench.cell("_ = train(3)")
        return [*_thread_time(bench), *_pairs(bench)]


def _thread_time(bench: Bench) -> list[Row]:
    """CPU time of threads while a cell trains, in per cent of the cell's time."""
    shares: dict[str, list[float]] = {"agent": [], "sum": [], "watch": [], "unwatch": []}
    for _ in range(LONG_CELLS):
        for method in random.sample(["watch", "unwatch"], 2):
            bench.value(f"{SAMPLER}.{method}()")
            ran = bench.cell(LONG)
            whole = seconds(ran)
            agent, iopub = map(float, ran.stdout.split())
            shares[method].append(iopub / whole * 100)
            if method == "watch":
                shares["agent"].append(agent / whole * 100)
                costs = [s["cost_us"] or 0 for s in ran.samples]
                shares["sum"].append(sum(costs) / 1e6 / whole * 100)
    more = [on - off for on, off in zip(shares["watch"], shares["unwatch"], strict=True)]
    n = f"{LONG_CELLS} cells of {LONG_SECONDS} s"
    agent = statistics.median(shares["agent"])
    return [
        Row(
            "a",
            "CPU time of the agent's thread ÷ time of a cell that trains, by the thread's own clock",
            f"≤ {CPU_BAR} %",
            f"{agent:.3f} %",
            spread(shares["agent"], 3) + " %",
            n,
            agent <= CPU_BAR,
        ),
        Row(
            "a",
            "the same by the samples' own `cost_us`",
            f"≤ {CPU_BAR} %",
            f"{statistics.median(shares['sum']):.3f} %",
            spread(shares["sum"], 3) + " %",
            n,
            statistics.median(shares["sum"]) <= CPU_BAR,
        ),
        Row(
            "a",
            "CPU time of ipykernel's IOPub thread, which sends what we say: on less off",
            "-",
            f"{statistics.median(more):.3f} %",
            spread(more, 3) + " %",
            f"{LONG_CELLS} pairs",
        ),
    ]


def _pairs(bench: Bench) -> list[Row]:
    """Throughput of short cells with the sampler on, off and off again, in random order."""
    bench.cell(ONE_THREAD)
    ratios: dict[str, list[float]] = {name: [] for name in ("on", "off", "on by CPU", "off by CPU")}
    sampled = 0
    for _ in range(TRIPLES):
        speed = {}
        for name in random.sample(list(CONDITIONS), len(CONDITIONS)):
            bench.value(f"{SAMPLER}.{CONDITIONS[name]}()")
            ran = bench.cell(SHORT)
            steps, cpu = map(float, ran.stdout.split())
            speed[name], speed[name + " by CPU"] = steps / seconds(ran), steps / cpu
            if name != "on" and ran.samples:
                raise RuntimeError("a cell was sampled with the sampler off")
            sampled += any(sample["phase"] == "running" for sample in ran.samples)
        for kind in ("", " by CPU"):
            ratios["on" + kind].append(speed["on" + kind] / speed["off" + kind])
            ratios["off" + kind].append(speed["off again" + kind] / speed["off" + kind])
    what = f"training steps a second in cells of {SHORT_SECONDS} s, random order"
    n = f"{TRIPLES} pairs"
    return [
        _ratio(
            f"{what}: sampler on ÷ off", ratios["on"], f"{n}, {sampled} sampled in mid-cell", True
        ),
        _ratio("the same, off ÷ off (A/A), beside them", ratios["off"], n),
        _ratio("steps a second of the process's CPU time, on ÷ off", ratios["on by CPU"], n),
        _ratio("the same, off ÷ off (A/A)", ratios["off by CPU"], n),
    ]


def _ratio(what: str, values: list[float], n: str, barred: bool = False) -> Row:
    return Row(
        "a",
        what,
        f"lower end ≥ {RATIO_BAR}" if barred else "-",
        f"{statistics.median(values):.4f}",
        interval(values, 4),
        n,
        bootstrap(values)[0] >= RATIO_BAR if barred else None,
    )
