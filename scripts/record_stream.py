"""Records what a real kernel broadcasts, for the tests of the panel.

Usage: record_stream.py OUT [--simulate MAC]. It needs the package, ipykernel and torch,
and works on whatever device torch finds there: a CPU, CUDA, a Mac. With `--simulate` the
kernel behaves as the named Mac of `devicelab.simulator`, and the samples say so.

A new file belongs into tests/streams and, by one line, into src/view/__tests__/streams.ts.
OUT is JSON: `header` says how it was made, `steps` are in the order in which a page gets
them: a report asked for, a broadcast report or sample, and a restart of the kernel. Each
sample is a true reading; nothing is edited but the time the file names, a day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from live_kernel import LiveKernel  # noqa: E402

# What a learner's notebook does: import, train, look, one native call without end, an error.
CELLS = (
    (
        "import time, torch\n"
        "torch.set_num_threads(1)\n"
        "device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu'"
    ),
    (
        "model = torch.nn.Sequential(torch.nn.Linear(512, 2048), torch.nn.ReLU(), torch.nn.Linear(2048, 512)).to(device)\n"
        "optimizer = torch.optim.Adam(model.parameters())\n"
        "kept, began = [], time.monotonic()\n"
        "while time.monotonic() - began < 6:\n"
        "    x = torch.randn(512, 512, device=device)\n"
        "    loss = (model(x) - x).square().mean()\n"
        "    optimizer.zero_grad(); loss.backward(); optimizer.step()\n"
        "    if len(kept) < 40: kept.append(torch.zeros(2**20, device=device))\n"
        "    time.sleep(0.02)"
    ),
    "len(kept)",
    "kept.clear(); time.sleep(1.2)",
    "import ctypes\ntime.sleep(0.7); ctypes.PyDLL(None).usleep(2_500_000); time.sleep(0.7)",
    "time.sleep(0.6); raise ValueError('as learners do')",
)
AFTER_RESTART = ("import time, torch; time.sleep(1.2)",)


def record(simulated: str | None) -> list[dict[str, Any]]:
    """All that a page would get from a kernel in which the cells are run, restarted once."""
    env = {**os.environ, **({"DEVICELAB_SIMULATE": simulated} if simulated else {})}
    steps: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for cells in (CELLS, AFTER_RESTART):
            steps += [{"kind": "restart"}] if steps else []
            kernel = LiveKernel(Path(folder), env)
            try:
                steps += _one_life(kernel, cells, bool(simulated))
            finally:
                kernel.close()
    return steps


def _one_life(kernel: LiveKernel, cells: tuple[str, ...], simulated: bool) -> list[dict[str, Any]]:
    if simulated:
        # The simulator begins with the package, as in a learner's first cell.
        kernel.run("import devicelab")
    steps = [{"kind": "report", "data": kernel.bootstrap()}]
    for cell in cells:
        ran = kernel.run(cell)
        sent = [c["data"] for c in ran.of("comm_msg") if c["comm_id"] == "devicelab"]
        steps += [{"kind": data["kind"], "data": data} for data in sent]
    return steps


def most_telling(devices: list[str | None]) -> str | None:
    """The accelerator, if any sample was on one: before its first use, and after a restart, it is the CPU."""
    found = [device for device in devices if device]
    return next((device for device in found if device != "cpu"), found[0] if found else None)


def header(simulated: str | None, device: str | None) -> dict[str, Any]:
    """How the file was made, without names or paths of the machine."""
    packages = ("devicelab", "ipykernel", "ipython", "torch")
    words = [
        f"python scripts/record_stream.py OUT{f' --simulate {simulated!r}' if simulated else ''}"
    ]
    return {
        "made_by": " ".join(words),
        "date": dt.datetime.now(dt.timezone.utc).date().isoformat(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in packages},
        "device": device,
        "simulated": simulated,
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def main() -> None:
    """Record, and write one step a line."""
    parser = argparse.ArgumentParser(prog="record_stream.py")
    parser.add_argument("out", type=Path)
    parser.add_argument("--simulate", metavar="MAC", help='a Mac by name, such as "M2 Air 16 GB"')
    asked = parser.parse_args()
    steps = record(asked.simulate)
    devices = [s["data"]["mem"]["device"] for s in steps if s["kind"] == "sample"]
    device = most_telling(devices)
    lines = ",\n".join(json.dumps(step, sort_keys=True) for step in steps)
    head = json.dumps(header(asked.simulate, device), indent=1)
    asked.out.write_text(f'{{"header": {head},\n"steps": [\n{lines}\n]}}\n')
    print(f"{len(devices)} samples on {device}, {asked.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
