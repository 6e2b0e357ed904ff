"""Programs of another environment, run in places of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

PATIENCE_S = 900
_PLACES = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


class OtherPython:
    """The programs beside an interpreter; Jupyter's and IPython's folders lie below `place`."""

    def __init__(self, python: str, place: Path) -> None:
        self.python = python
        kept = {name: str(place / name.lower()) for name in (*_PLACES, "HOME")}
        path = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
        self.env = {**os.environ, **kept, "PATH": path, "OMP_NUM_THREADS": "1"}
        for name in ("DEVICELAB_HOME", "NBGRADER_EXECUTION", "PYTHONPATH"):
            self.env.pop(name, None)
        (place / "home").mkdir(exist_ok=True)

    def run(self, *words: Any, cwd: Path) -> str:
        """Run ``python -m WORDS`` and return what it printed; a failure fails the test."""
        done = self._done([self.python, "-m", *map(str, words)], cwd)
        return done.stdout + done.stderr

    def shell(self, script: str, cwd: Path) -> Path:
        """Run lines of a shell as somebody would type them; the folder they end in.

        Programs are those beside the interpreter first. A line that fails fails the test.
        """
        done = self._done(["sh", "-e"], cwd, typed=f"{script}\npwd\n")
        return Path(done.stdout.splitlines()[-1])

    def _done(
        self, command: list[str], cwd: Path, typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            input=typed,
            cwd=cwd,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, f"{typed or command}\n{done.stdout}\n{done.stderr}"
        return done
