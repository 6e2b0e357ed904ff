"""One user of a hub, over HTTP and WebSocket as a browser speaks them."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import requests
import websocket

PATIENCE_S = 300
VERDICT = "application/vnd.devicelab.verdict+json"


class HubUser:
    """Signs in by the form, and works in the server that the hub starts."""

    def __init__(self, hub: str, name: str) -> None:
        self.name = name
        self.url = f"{hub}/user/{name}"
        self._session = requests.Session()
        self._kernel: websocket.WebSocket | None = None
        self._sign_in(hub)

    def _sign_in(self, hub: str) -> None:
        self._session.get(f"{hub}/hub/login", timeout=PATIENCE_S)
        form = {"username": self.name, "password": "any", "_xsrf": self._xsrf("/hub/")}
        answer = self._session.post(f"{hub}/hub/login", data=form, timeout=PATIENCE_S)
        answer.raise_for_status()
        self._session.get(f"{hub}/hub/spawn/{self.name}", timeout=PATIENCE_S)
        self._wait_for_server()
        self._session.get(f"{self.url}/lab", timeout=PATIENCE_S).raise_for_status()
        self._session.headers["X-XSRFToken"] = self._xsrf(f"/user/{self.name}/")

    def _xsrf(self, path: str) -> str:
        return next(c.value for c in self._session.cookies if c.name == "_xsrf" and c.path == path)

    def _wait_for_server(self) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            answer = self._session.get(f"{self.url}/api", timeout=PATIENCE_S)
            if answer.ok and "version" in answer.text[:100]:
                return
            time.sleep(0.5)
        raise AssertionError(f"the server of {self.name} did not come up")

    def request(self, method: str, path: str, **options: Any) -> Any:
        """Ask the user's server, below its address; the answer's JSON."""
        answer = self._session.request(method, f"{self.url}{path}", timeout=PATIENCE_S, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def page(self, path: str) -> str:
        """The text of a page of the user's server."""
        answer = self._session.get(f"{self.url}{path}", timeout=PATIENCE_S)
        answer.raise_for_status()
        return answer.text

    def pull(self, repository: str, branch: str = "main") -> list[str]:
        """Have nbgitpuller pull, as its link does; what it said, line by line."""
        asked = {"repo": repository, "branch": branch, "targetpath": "course"}
        stream = self._session.get(f"{self.url}/git-pull/api", params=asked, timeout=PATIENCE_S)
        stream.raise_for_status()
        lines = [json.loads(s[6:]) for s in stream.text.splitlines() if s.startswith("data: ")]
        assert lines[-1]["phase"] == "finished", lines
        return [str(line.get("output", "")) for line in lines]

    def read(self, path: str) -> dict[str, Any]:
        """A notebook of the user's."""
        content: dict[str, Any] = self.request("GET", f"/api/contents/{path}")["content"]
        return content

    def save(self, path: str, notebook: dict[str, Any]) -> None:
        """Save a notebook as JupyterLab does."""
        model = {"type": "notebook", "format": "json", "content": notebook}
        self.request("PUT", f"/api/contents/{path}", json=model)

    def open(self, path: str) -> None:
        """Start a kernel for a notebook, and speak to it from now on; an earlier one goes on."""
        if self._kernel is not None:
            self._kernel.close()
        asked = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        kernel = self.request("POST", "/api/sessions", json=asked)["kernel"]["id"]
        address = self.url.replace("http://", "ws://")
        cookies = "; ".join(f"{c.name}={c.value}" for c in self._session.cookies)
        self._kernel = websocket.create_connection(
            f"{address}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}",
            cookie=cookies,
            timeout=PATIENCE_S,
        )

    def run(self, code: str) -> list[dict[str, Any]]:
        """Run a cell; its outputs as contents of messages."""
        assert self._kernel is not None
        sent = uuid.uuid4().hex
        self._kernel.send(json.dumps(_request(sent, code)))
        seen: list[dict[str, Any]] = []
        while True:
            message = json.loads(self._kernel.recv())
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind in ("stream", "display_data", "execute_result", "error"):
                seen.append({"msg_type": kind, **content})
            if kind == "status" and content["execution_state"] == "idle":
                return seen

    def close(self) -> None:
        """Leave; the server goes on."""
        if self._kernel is not None:
            self._kernel.close()
        self._session.close()


def _request(sent: str, code: str) -> dict[str, Any]:
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
    header = {
        "msg_id": sent,
        "msg_type": "execute_request",
        "session": sent,
        "username": "",
        "version": "5.3",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "channel": "shell",
        "buffers": [],
        "content": {**content, "allow_stdin": False, "stop_on_error": True},
    }


def verdicts(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The verdicts among a cell's outputs."""
    return [o["data"][VERDICT] for o in outputs if VERDICT in o.get("data", {})]
