"""Twenty users of one JupyterHub at once: each signs in and runs module 1's checks. Prints; judges nothing.

Usage: python bench/hub [--users 20] [--at-once 20] [--write]

`make bench-hub` makes the environment and names it in DEVICELAB_TEST_HUB_PYTHON and HUB_PROXY.
Memory is each user's own, read while all are there: the proportional set size of the server that
is theirs and of all that it started, on Linux; the resident size elsewhere, which counts shared
pages again for every user.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "bench"), str(ROOT)]

import real_hub  # noqa: E402
import servers  # noqa: E402
import table  # noqa: E402
from hub_user import HubUser, verdicts  # noqa: E402
from submissions import right  # noqa: E402

from devicelab.checkpoint import bank  # noqa: E402

MIB = 2**20
ITEMS = [item for item in bank.items() if item.startswith("m1.")]
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@dataclass
class Visit:
    """What one user saw: seconds, and the outcome of each check, by item."""

    sign_in: float
    kernel: float
    checks: dict[str, float]
    outcomes: dict[str, str]


def visit(hub: real_hub.Hub, name: str) -> tuple[Visit, HubUser]:
    """Sign in, start a kernel with torch, and run each check once; the user stays."""
    began = time.monotonic()
    user = HubUser(hub.url, name)
    signed_in = time.monotonic()
    user.save("module1.ipynb", NOTEBOOK)
    user.open("module1.ipynb")
    user.run("import torch\nfrom devicelab import cp")
    ready = time.monotonic()
    found = Visit(signed_in - began, ready - signed_in, {}, {})
    for item in ITEMS:
        user.run(right(item))
        start = time.monotonic()
        (verdict,) = verdicts(user.run(f'cp.check("{item}")'))
        found.checks[item] = time.monotonic() - start
        found.outcomes[item] = verdict["outcome"]
    return found, user


@dataclass
class Held:
    """The bytes that one user's processes hold."""

    server: int = 0
    kernel: int = 0
    other: int = 0

    @property
    def whole(self) -> int:
        """All of them."""
        return self.server + self.kernel + self.other


def memory(hub: real_hub.Hub) -> dict[str, Held]:
    """What each user's server, its kernels and all that those started hold."""
    found: dict[str, Held] = {}
    for server in psutil.Process(hub.pid).children():
        home = Path(server.cwd())
        if home.parent == hub.homes:  # the proxy works elsewhere
            found[home.name] = _held(server)
    return found


def _held(server: psutil.Process) -> Held:
    held = Held(server=_own(server))
    for process in server.children(recursive=True):
        try:
            if "ipykernel_launcher" in process.cmdline():
                held.kernel += _own(process)
            else:
                held.other += _own(process)
        except psutil.NoSuchProcess:
            continue
    return held


def _own(process: psutil.Process) -> int:
    full = process.memory_full_info()
    return int(getattr(full, "pss", full.rss))


@dataclass
class Class:
    """All visits, what their processes held in the end, the seconds it took, and the load before."""

    visits: list[Visit]
    held: list[Held]
    whole: float
    at_once: int
    load: float


def held_class(python: str, proxy: str, users: int, at_once: int) -> Class:
    """Have so many users come, so many of them at the same time."""
    names = [f"user{number:02}" for number in range(1, users + 1)]
    load = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        real_hub.running(python, proxy, Path(folder)) as hub,
    ):
        began = time.monotonic()
        with ThreadPoolExecutor(at_once) as pool:
            done = list(pool.map(lambda name: visit(hub, name), names))
        whole = time.monotonic() - began
        held = memory(hub)
        for _, user in done:
            user.close()
    return Class([found for found, _ in done], [held[name] for name in names], whole, at_once, load)


def rows(found: Class) -> list[table.Row]:
    """The figures."""
    visits, n = found.visits, f"{len(found.visits)} users"
    outcomes = [outcome for one in visits for outcome in one.outcomes.values()]
    passed = sum(outcome.startswith("passed") for outcome in outcomes)
    others = sorted({o for o in outcomes if not o.startswith("passed")})
    return [
        _row("sign-in, until the user's own server answers", [v.sign_in for v in visits], "s", n),
        _row("kernel, until torch is imported", [v.kernel for v in visits], "s", n),
        *(_row(f"check of {i}", [v.checks[i] for v in visits], "s", n) for i in ITEMS),
        _row("all checks of one user", [sum(v.checks.values()) for v in visits], "s", n),
        _plain("checks that passed", f"{passed} of {len(outcomes)}", ", ".join(others) or "-", n),
        _plain("first sign-in to last verdict", f"{found.whole:.0f} s", "-", n),
        _row("memory of a user's server", [h.server / MIB for h in found.held], "MiB", n),
        _row("memory of a user's kernel", [h.kernel / MIB for h in found.held], "MiB", n),
        _row("memory of a user's rehearsal process", [h.other / MIB for h in found.held], "MiB", n),
        _row("memory of a user, together", [h.whole / MIB for h in found.held], "MiB", n),
        _plain(
            "memory of all users", f"{sum(h.whole for h in found.held) / 2**30:.1f} GiB", "-", n
        ),
    ]


def _row(what: str, values: list[float], unit: str, n: str) -> table.Row:
    middle, spread = (
        f"{statistics.median(values):.3g} {unit}",
        f"{min(values):.3g} to {max(values):.3g}",
    )
    return table.Row(_point(what), what, "-", f"median {middle}", spread, n)


def _plain(what: str, measured: str, spread: str, n: str) -> table.Row:
    return table.Row(_point(what), what, "-", measured, spread, n)


def _point(what: str) -> str:
    return "b" if "memory" in what else "a"


def described(python: str, found: Class) -> str:
    """When, where and how it was measured."""
    hub = {"jupyterhub": servers.version_in(Path(python), "jupyterhub")}
    run = table.describe_run(("jupyterlab", "ipykernel", "torch"), hub)
    return (
        f"Taken by `make bench-hub`, {run} {len(found.visits)} users, {found.at_once} of them at the "
        f"same time, one thread for each kernel. Load just before: {found.load:.1f}."
    )


def main() -> None:
    """Run the visits, print what they came to, and keep it if asked."""
    parser = argparse.ArgumentParser(prog="bench/hub")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    asked = parser.parse_args()
    python, proxy = os.environ["DEVICELAB_TEST_HUB_PYTHON"], os.environ["HUB_PROXY"]
    found = held_class(python, proxy, asked.users, asked.at_once)
    text = f"{described(python, found)}\n\n{table.render(rows(found))}"
    print(text)
    if asked.write:
        table.write("bench-hub", text)


if __name__ == "__main__":
    main()
