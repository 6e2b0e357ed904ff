"""One second of the same work on two devices, one after the other in turns."""

from __future__ import annotations

import time
from statistics import median, quantiles
from typing import Any

from .shared import Answer, find_agent, line_of

# Sides of square float32 matrices: little work for each call, and much.
SIDES = (64, 1024)
SECONDS, MOST, FEWEST = 0.5, 400, 5
# Half the measurements spread over more than this share of the middle one: no verdict.
NOISY = 0.3


def answer() -> Answer:
    """The times, following `protocol/timing.schema.json`.

    On an accelerator it is the CPU against it; without one, one thread against all.
    The threads are set back, and neither random state nor default device is touched.
    """
    agent = find_agent()
    torch = agent.backends.loaded()
    if agent.simulated.facts() is not None:
        return _told("refused", "simulated")
    device = _device(agent, torch)
    threads = torch.get_num_threads()
    if device is None and threads < 2:  # noqa: PLR2004
        return _told("nothing", "one_thread")
    try:
        with torch.no_grad():
            rows = [_row(torch, device, threads, side) for side in SIDES]
    except Exception as error:  # noqa: BLE001 - whatever a driver raises is an answer
        return _told("refused", "failed", detail=line_of(error))
    finally:
        torch.set_num_threads(threads)
    pair = ["cpu", str(device)] if device is not None else ["one", "all"]
    return _told("compared", None, pair=pair, threads=threads, rows=rows)


def _told(status: str, reason: str | None, **found: Any) -> Answer:
    empty: dict[str, Any] = {"detail": None, "pair": None, "threads": None, "rows": []}
    return Answer({"v": 1, "kind": "timing", "status": status, "reason": reason, **empty, **found})


def _device(agent: Any, torch: Any) -> Any:
    # torch's own word for it: here on a click, a device may be used for the first time.
    name = agent.report()["device"]
    return torch.device(name) if name in ("mps", "cuda", "xpu") else None


def _row(torch: Any, device: Any, threads: int, side: int) -> dict[str, Any]:
    if device is None:
        sides = [_work(torch, "cpu", side, 1), _work(torch, "cpu", side, threads)]
    else:
        sides = [_work(torch, "cpu", side, threads), _work(torch, device, side, threads)]
    for run in sides:  # The first call compiles kernels and warms caches.
        run()
        run()
    times: list[list[float]] = [[], []]
    end = time.perf_counter() + SECONDS
    while len(times[0]) < FEWEST or (time.perf_counter() < end and len(times[0]) < MOST):
        for run, found in zip(sides, times):
            found.append(run())
    return {"side": side, "rounds": len(times[0]), **_compared(times)}


def _work(torch: Any, device: Any, side: int, threads: int) -> Any:
    left = torch.full((side, side), 0.5, dtype=torch.float32, device=device)
    wait = getattr(torch, left.device.type).synchronize

    def run() -> float:
        torch.set_num_threads(threads)
        began = time.perf_counter()
        torch.mm(left, left)
        # Work on a GPU has only been handed over when the call returns.
        wait()
        return time.perf_counter() - began

    return run


def _compared(times: list[list[float]]) -> dict[str, Any]:
    # In turns, so that whatever else the machine does hits both: it is the ratios that count.
    ratios = [first / second for first, second in zip(*times)]
    low, middle, high = quantiles(ratios, n=4)
    spread = (high - low) / middle
    return {
        "first": median(times[0]),
        "second": median(times[1]),
        "ratio": middle,
        "low": low,
        "high": high,
        "noisy": spread > NOISY,
    }
