"""Runs `devicelab start` as a learner would, in a folder of its own, for the browser tests.

Usage: server.py PORT LOG. All that Jupyter keeps goes to a temporary place, and
all that it says to LOG: a server that loses its pages by dozens has much to say.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main(port: str, log: str) -> int:
    """Serve until told to stop."""
    place = Path(tempfile.mkdtemp(prefix="devicelab-ui-"))
    kept = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    env = {**os.environ, **{name: str(place / name.lower()) for name in kept}}
    # Kernels that are not as ours should be: another language, no torch, dying.
    # What the environment names comes first: a labextension that is tried before it is installed.
    named = os.environ.get("JUPYTER_PATH", "")
    env["JUPYTER_PATH"] = os.pathsep.join([*filter(None, [named]), str(HERE / "jupyter")])
    command = [
        Path(sys.executable).parent / "devicelab",
        "start",
        place / "course",
        "--no-browser",
        "--",
        "--config",
        HERE / "jupyter_server_test_config.py",
        f"--ServerApp.port={port}",
    ]
    Path(log).parent.mkdir(parents=True, exist_ok=True)
    with Path(log).open("w") as output:
        server = subprocess.Popen(
            [str(word) for word in command], env=env, cwd=place, stdout=output, stderr=output
        )
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: server.terminate())
        code = server.wait()
    shutil.rmtree(place, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
