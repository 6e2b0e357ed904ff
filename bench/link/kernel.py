"""A real kernel with our agent in it, and when its messages arrived."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests" / "support"))

from live_kernel import LiveKernel, Ran

# The agent's sampler, reached as a page reaches the agent: by a silent
# request's expression, which leaves no name behind.
SAMPLER = "__import__('sys').modules['_devicelab_agent.lifecycle']._sampler"


class Bench(LiveKernel):
    """A kernel whose IOPub messages are stamped as they arrive."""

    def __init__(self, cwd: Path) -> None:
        super().__init__(cwd, dict(os.environ))
        receive = self.client.get_iopub_msg

        def stamped(**options: Any) -> dict[str, Any]:
            message = receive(**options)
            message["arrived"] = time.monotonic()
            return message

        self.client.get_iopub_msg = stamped
        self.bootstrap()

    def value(self, expression: str) -> str:
        """What an expression gives, as `repr` shows it."""
        answer = self.ask(expression)
        if answer["status"] != "ok":
            raise RuntimeError(f"{expression}: {answer}")
        return answer["data"]["text/plain"]

    def cell(self, code: str) -> Ran:
        """Run a cell that must not fail."""
        ran = self.run(code)
        if ran.reply["status"] != "ok":
            raise RuntimeError("\n".join(ran.reply["traceback"]))
        return ran


@contextlib.contextmanager
def kernel() -> Iterator[Bench]:
    """A kernel of its own in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        try:
            yield bench
        finally:
            bench.close()


def seconds(ran: Ran) -> float:
    """How long the kernel was busy with a cell by its own clock, the agent's callbacks included."""
    stamps = [m["header"]["date"] for m in ran.messages if m["msg_type"] == "status"]
    return (stamps[-1] - stamps[0]).total_seconds()
