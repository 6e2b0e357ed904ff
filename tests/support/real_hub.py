"""A real JupyterHub for as long as a block lasts: the configuration of docs/instructors.md, on free ports.

The hub, its proxy and its users' servers are children of the process that is started here, in a
session of their own, so that all of them can be ended together.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import instructors_page

PATIENCE_S = 120
_OVERRIDES = """
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///{place}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{place}/hub_cookie_secret"
c.ConfigurableHTTPProxy.command = "{proxy}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.pid_file = "{place}/proxy.pid"
c.SimpleLocalProcessSpawner.home_dir_template = "{place}/home/{{username}}"
c.Spawner.cmd = ["{python}", "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
"""


@dataclass(frozen=True)
class Hub:
    """A hub that answers: its address, its process, and where its users' homes are."""

    url: str
    pid: int
    homes: Path


@contextmanager
def running(python: str, proxy: str, place: Path) -> Iterator[Hub]:
    """Run a hub below `place`, and end it with all that it started."""
    port, hub_port, api_port = _free_ports()
    config = place / "jupyterhub_config.py"
    own = {"port": port, "hub_port": hub_port, "api_port": api_port}
    config.write_text(
        instructors_page.block("JupyterHub", "python")
        + _OVERRIDES.format(place=place, proxy=proxy, python=python, **own)
    )
    with (place / "hub.log").open("w") as log:
        process = subprocess.Popen(
            [python, "-m", "jupyterhub", "--config", str(config)],
            cwd=place,
            env=_environment(python, place),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/hub/api", process, place / "hub.log")
        yield Hub(url, process.pid, place / "home")
    finally:
        _end(process)


def _environment(python: str, place: Path) -> dict[str, str]:
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    kept = {name: str(place / name.lower()) for name in (*names, "HOME")}
    path = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, **kept, "PATH": path}
    for name in ("DEVICELAB_HOME", "PYTHONPATH"):
        env.pop(name, None)
    return env


def _free_ports() -> list[int]:
    probes = [socket.socket() for _ in range(3)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        assert process.poll() is None, log.read_text()[-4000:]
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"no answer from {url}\n{log.read_text()[-4000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()  # the hub ends its users' servers and its proxy itself
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
