"""The same question, the same answer: `cp.check` and otter-grader's `grader.check`, in turns."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from figures import row
from table import Row

from devicelab.checkpoint import bank

OTTER = "7.0.0"
HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parents[1] / ".cache" / f"bench-otter-{OTTER}"
PROCESSES, CHECKS = 5, 41
ITEM = "m1.q6"


def _python() -> Path:
    folder = "Scripts" if sys.platform == "win32" else "bin"
    return ENVIRONMENT / folder / "python"


def _prepare() -> None:
    """An environment of otter's own: its dependencies are many, and none of ours."""
    done = ENVIRONMENT / "installed"
    if done.exists():
        return
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    command = [str(_python()), "-m", "pip", "install", "--quiet", f"otter-grader=={OTTER}"]
    subprocess.run(command, check=True)
    done.touch()


def _times(python: str, program: str) -> list[float]:
    done = subprocess.run(
        [python, str(HERE / program), str(CHECKS)],
        input=bank.exercise(ITEM).reference,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return [float(word) * 1e3 for word in done.stdout.strip().splitlines()[-1].split()]


def measure() -> tuple[list[Row], dict[str, str]]:
    """Processes of both by turns, so that a busy machine meets both alike."""
    _prepare()
    taken: dict[str, list[list[float]]] = {"devicelab": [], "otter-grader": []}
    for _ in range(PROCESSES):
        taken["devicelab"].append(_times(sys.executable, "ours_question.py"))
        taken["otter-grader"].append(_times(str(_python()), "otter_question.py"))
    verbs = {"devicelab": '`cp.check("m1.q6")`', "otter-grader": '`grader.check("q6")`'}
    rows = []
    for name, verb in verbs.items():
        runs = taken[name]
        rows += [
            row("d", f"{name}: import", [r[0] for r in runs], "processes"),
            row("d", f"{name}: first {verb} in a process", [r[1] for r in runs], "processes"),
            row("d", f"{name}: {verb} from then on", [t for r in runs for t in r[2:]], "checks"),
        ]
    return rows, {"otter-grader": OTTER}
