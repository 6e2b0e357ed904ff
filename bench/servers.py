"""JupyterLab servers to look at with a browser: ours, and those of other extensions."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
# Of the same versions as ours, so that nothing differs but the extension.
SAME = ("jupyterlab", "jupyter_server", "ipykernel", "ipywidgets")
START_TIMEOUT = 120


def python_with(package: str, folder: str) -> Path:
    """The Python of an environment of its own with JupyterLab and `package`."""
    venv = CACHE / folder
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    wanted = [package]
    for name in SAME:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            wanted.append(f"{name}=={importlib.metadata.version(name)}")
    command = [python, "-m", "pip", "install", "--quiet", "--quiet", *wanted]
    subprocess.run(command, check=True)
    return python


def version_in(python: Path, package: str) -> str:
    """The version of a package in another environment."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    command = [python, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@contextlib.contextmanager
def server(python: str, disabled: list[str], *options: str) -> Iterator[str]:
    """A JupyterLab of an environment, with extensions disabled as a user can; its address."""
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kept = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        env = {**os.environ, **{name: str(place / name.lower()) for name in kept}}
        settings = place / "jupyter_config_dir" / "labconfig" / "page_config.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"disabledExtensions": dict.fromkeys(disabled, True)}))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        config = ROOT / "ui-tests" / "jupyter_server_test_config.py"
        command = [python, "-m", "jupyterlab", "--config", config, f"--ServerApp.port={port}"]
        # In a container all is done by root; the folder is one of its own.
        command += ["--ServerApp.allow_root=True", *options]
        log = stack.enter_context((place / "log").open("w"))
        process = subprocess.Popen(
            [str(word) for word in command], env=env, cwd=place, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process, place / "log")
            yield url
        finally:
            process.terminate()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/api").close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text()[-3000:])
