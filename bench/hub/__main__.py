"""Twenty users of one JupyterHub at once: each signs in and runs module 1's checks. Prints; judges nothing.

Usage: python bench/hub [--users 20] [--at-once 20]

`make bench-hub` makes the environment and names it in DEVICELAB_TEST_HUB_PYTHON and HUB_PROXY.
Memory is each user's own: the proportional set size of the server and the kernel that belong to
them, on Linux; the resident size elsewhere, which counts shared pages again for every user.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

import real_hub  # noqa: E402
from hub_user import HubUser, verdicts  # noqa: E402
from submissions import right  # noqa: E402

from devicelab.checkpoint import bank  # noqa: E402

MIB = 2**20
ITEMS = [item for item in bank.items() if item.startswith("m1.")]
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@dataclass
class Visit:
    """What one user saw, in seconds, and the memory that they held at the end, in bytes."""

    sign_in: float
    kernel: float
    checks: list[float]
    outcomes: list[str]
    memory: int = 0


def visit(hub: real_hub.Hub, name: str) -> tuple[Visit, HubUser]:
    """Sign in, start a kernel with torch, and run each check once; the user stays."""
    began = time.monotonic()
    user = HubUser(hub.url, name)
    signed_in = time.monotonic()
    user.save("module1.ipynb", NOTEBOOK)
    user.open("module1.ipynb")
    user.run("import torch\nfrom devicelab import cp")
    ready = time.monotonic()
    found = Visit(signed_in - began, ready - signed_in, [], [])
    for item in ITEMS:
        user.run(right(item))
        start = time.monotonic()
        (verdict,) = verdicts(user.run(f'cp.check("{item}")'))
        found.checks.append(time.monotonic() - start)
        found.outcomes.append(verdict["outcome"])
    return found, user


def memory_by_user(hub: real_hub.Hub) -> dict[str, int]:
    """The bytes that each user's server and kernels hold, by whose home they work in."""
    held: dict[str, int] = {}
    for process in psutil.Process(hub.pid).children(recursive=True):
        try:
            home = Path(process.cwd())
            if hub.homes in home.parents or home.parent == hub.homes:
                name = home.relative_to(hub.homes).parts[0]
                held[name] = held.get(name, 0) + _own(process)
        except psutil.Error:
            continue
    return held


def _own(process: psutil.Process) -> int:
    full = process.memory_full_info()
    return int(getattr(full, "pss", full.rss))


def spread(values: list[float], unit: str) -> str:
    """Median, lowest and highest."""
    return f"median {statistics.median(values):.3g} {unit}, {min(values):.3g} to {max(values):.3g}"


def main() -> None:
    """Run the visits and print what they came to."""
    parser = argparse.ArgumentParser(prog="bench/hub")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=20)
    asked = parser.parse_args()
    names = [f"user{number:02}" for number in range(1, asked.users + 1)]
    with tempfile.TemporaryDirectory() as folder:
        python, proxy = os.environ["DEVICELAB_TEST_HUB_PYTHON"], os.environ["HUB_PROXY"]
        with real_hub.running(python, proxy, Path(folder)) as hub:
            began = time.monotonic()
            with ThreadPoolExecutor(asked.at_once) as pool:
                done = list(pool.map(lambda name: visit(hub, name), names))
            whole = time.monotonic() - began
            held = memory_by_user(hub)
            for _, user in done:
                user.close()
    visits = [found for found, _ in done]
    _print(visits, [held[name] / MIB for name in names], whole, asked.at_once)


def _print(visits: list[Visit], memory: list[float], whole: float, at_once: int) -> None:
    outcomes = [outcome for found in visits for outcome in found.outcomes]
    passed = sum(outcome.startswith("passed") for outcome in outcomes)
    print(
        f"{len(visits)} users, {at_once} at once, on {platform.processor() or platform.machine()},"
    )
    print(f"{os.cpu_count()} threads, {psutil.virtual_memory().total / 2**30:.0f} GiB")
    print(f"checks passed: {passed} of {len(outcomes)} ({', '.join(ITEMS)})")
    print(f"sign in, until the user's server answers: {spread([v.sign_in for v in visits], 's')}")
    print(f"kernel, until torch is imported: {spread([v.kernel for v in visits], 's')}")
    print(f"one check: {spread([t for v in visits for t in v.checks], 's')}")
    print(
        f"memory of a user, server and kernel: {spread(memory, 'MiB')}; all: {sum(memory) / 1024:.1f} GiB"
    )
    print(f"the whole class, from the first sign-in to the last verdict: {whole:.0f} s")


if __name__ == "__main__":
    main()
