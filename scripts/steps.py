"""Steps that are done once for each state of what they depend on."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"


class MissingError(Exception):
    """Something is not there and can't be installed from here; the text says what mends it."""


def say(text: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(f"· {text}", flush=True)


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over the names and contents of files, and over more text."""
    whole = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def once(name: str, place: Path, state: str, do: Callable[[], None]) -> None:
    """Run `do` unless it has succeeded for this `state` already.

    The mark of success lies in `place`, so that it goes when the result goes.
    """
    mark = place / ".done" / name
    if mark.exists() and mark.read_text() == state:
        return
    mark.unlink(missing_ok=True)
    began = time.monotonic()
    do()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(state)
    say(f"{name}: {time.monotonic() - began:.0f} s")


def forget(name: str, place: Path) -> None:
    """Have a step done again."""
    (place / ".done" / name).unlink(missing_ok=True)


def quietly(name: str, command: list[str], **env: str) -> None:
    """Run a command with its output kept in a log; a failure shows the log's end."""
    log = CACHE / "log" / f"{name}.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, **env},
            check=False,
        )
    if done.returncode:
        tail = log.read_text(errors="replace").splitlines()[-30:]
        print("\n".join(tail), file=sys.stderr)
        raise MissingError(f"{name} failed; the whole output is in {log.relative_to(ROOT)}.")
