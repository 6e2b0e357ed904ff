"""A real kernel under a real client, with what it broadcasts kept by kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[2]
TIMEOUT = 60
# A cell that keeps Python busy: `SPIN.format(seconds=…)`.
SPIN = "import time\nt = time.monotonic()\nwhile time.monotonic() - t < {seconds}: sum(range(1000))"
# The kernel may be of another environment, with older versions; the client is always of this one.
KERNEL_PYTHON = os.environ.get("DEVICELAB_TEST_KERNEL_PYTHON", sys.executable)


def packed_agent() -> dict[str, Any]:
    """What the extension is built with: `protocol` and the bootstrap `expression`."""
    return _packed("pack_agent.py")


def packed_clicks() -> dict[str, Any]:
    """What goes out with a click: the `expression`, and the `names` that it knows."""
    return _packed("pack_clicks.py")


def _packed(script: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


class Ran:
    """What one request brought: its reply and the messages on IOPub, in order."""

    def __init__(self, reply: dict[str, Any], messages: list[dict[str, Any]]) -> None:
        self.reply = reply
        self.messages = messages

    def of(self, msg_type: str) -> list[dict[str, Any]]:
        """Contents of the messages of one type."""
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def broadcasts(self, kind: str) -> list[dict[str, Any]]:
        """Data of devicelab's broadcasts of one kind: sample or report."""
        sent = [c["data"] for c in self.of("comm_msg") if c["comm_id"] == "devicelab"]
        return [data for data in sent if data["kind"] == kind]

    @property
    def samples(self) -> list[dict[str, Any]]:
        """The samples, in order."""
        return self.broadcasts("sample")

    @property
    def stdout(self) -> str:
        """All that was printed."""
        return "".join(c["text"] for c in self.of("stream") if c["name"] == "stdout")


class LiveKernel:
    """One ipykernel process."""

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.kernel_cmd = [
            KERNEL_PYTHON,
            "-m",
            "ipykernel_launcher",
            "-f",
            "{connection_file}",
        ]
        self.manager.start_kernel(cwd=str(cwd), env=env)
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        # Whatever came on IOPub, of any request.
        self.heard: list[dict[str, Any]] = []

    def run(self, code: str, **options: Any) -> Ran:
        """Run `code` as a cell and wait until the kernel is idle again."""
        return self.collect(self.client.execute(code, **options))

    def collect(self, msg_id: str) -> Ran:
        """All that a request brings, to its `idle`."""
        messages = []
        deadline = time.monotonic() + TIMEOUT
        while True:
            message = self._next_message(deadline)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        return Ran(self.reply_to(msg_id), messages)

    def _next_message(self, deadline: float) -> dict[str, Any]:
        message = self.client.get_iopub_msg(timeout=deadline - time.monotonic())
        self.heard.append(message)
        return message

    def next_sample(self) -> dict[str, Any]:
        """The next sample of any request: one may come after its request's `idle`."""
        deadline = time.monotonic() + TIMEOUT
        while True:
            message = self._next_message(deadline)
            found = Ran({}, [message]).samples
            if found:
                return found[0]

    def reply_to(self, msg_id: str) -> dict[str, Any]:
        """The shell reply to a request."""
        while True:
            reply = self.client.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"]

    def ask(self, expression: str) -> dict[str, Any]:
        """Evaluate as the extension does: a silent request, one user expression."""
        ran = self.run(
            "", silent=True, store_history=False, user_expressions={"answer": expression}
        )
        return ran.reply["user_expressions"]["answer"]

    def bootstrap(self) -> dict[str, Any]:
        """Install the agent as the extension does; its report."""
        answer = self.ask(packed_agent()["expression"])
        assert answer["status"] == "ok", answer
        return answer["data"]["application/json"]

    def close(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
