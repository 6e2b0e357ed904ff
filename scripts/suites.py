"""The suites, each with how many of its tests passed and failed."""

from __future__ import annotations

import json
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from python_env import PYTHON, environment, program
from steps import CACHE, ROOT

#: Where a learner or an author reads.
PROSE = (
    "devicelab",
    "notebooks/source",
    "docs",
    "protocol",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)
NODE_BIN = ROOT / "node_modules" / ".bin"
# More failures than this are no accident of a busy machine.
AGAIN = 5


class Sum(NamedTuple):
    """How a suite went."""

    passed: int
    failed: int


def run(command: list[str], **env: str) -> int:
    """Run a suite's command with its output in sight; its exit code."""
    return subprocess.run(command, cwd=ROOT, env={**environment(), **env}, check=False).returncode


def lint() -> Sum:
    """Each linter is one test."""
    jlpm = str(program("jlpm"))
    commands = [
        [str(program("ruff")), "check", "."],
        [str(program("ruff")), "format", "--check", "."],
        [str(program("mypy"))],
        [str(program("lint-imports"))],
        [str(program("codespell")), *PROSE],
        [jlpm, "lint:eslint"],
        [jlpm, "lint:prettier"],
        [jlpm, "lint:style"],
        [jlpm, "lint:imports"],
        [str(NODE_BIN / "tsc"), "--noEmit", "-p", "tsconfig.test.json"],
        [str(NODE_BIN / "tsc"), "--noEmit", "-p", "ui-tests/tsconfig.json"],
    ]
    failed = 0
    for command in commands:
        name = " ".join([Path(command[0]).name, *command[1:]])
        code = run(command)
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name}", flush=True)
        failed += code != 0
    return Sum(len(commands) - failed, failed)


def jest() -> Sum:
    """The TypeScript suites that need no browser."""
    out = _fresh("jest.json")
    code = run([str(NODE_BIN / "jest"), "--maxWorkers=2", "--json", f"--outputFile={out}"])
    if not out.exists():
        return Sum(0, 1)
    found = json.loads(out.read_text())
    broken = found["numRuntimeErrorTestSuites"]
    return _consistent(Sum(found["numPassedTests"], found["numFailedTests"] + broken), code)


def pytest(*paths: str, **env: str) -> Sum:
    """The Python suites, or those of some paths, against the installed wheel.

    A few failures are tried once more, alone: real kernels and servers share two cores
    here. What fails twice has failed; what passed at the second try is named.
    """
    first, code = _pytest("-n", "2", "--dist", "loadfile", *paths, **env)
    if not 0 < first.failed <= AGAIN or first.passed == 0:
        return _consistent(first, code)
    print(f"\n── {first.failed} failed; tried once more, alone ──", flush=True)
    again, code = _pytest("-n", "0", "--last-failed", "-rA", *paths, **env)
    passed = first.passed + first.failed - again.failed
    return _consistent(Sum(passed, again.failed), code)


def _pytest(*options: str, **env: str) -> tuple[Sum, int]:
    out = _fresh("pytest.xml")
    # Not `python -m pytest`: that would put the source tree before the wheel.
    code = run([str(program("pytest")), "-q", f"--junitxml={out}", *options], **env)
    if not out.exists():
        return Sum(0, 1), code
    total = ET.parse(out).getroot().find("testsuite")
    assert total is not None
    count = {key: int(total.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    return Sum(count["tests"] - failed - count["skipped"], failed), code


def browser(chromium: str, folder: str = "tests", **more: str) -> Callable[[], Sum]:
    """The suites of ui-tests/FOLDER in a real browser, against a real server with the installed wheel."""

    def suite() -> Sum:
        out = _fresh("playwright.json")
        own = ROOT / "ui-tests" / folder / "playwright.config.ts"
        config = str(own if own.exists() else ROOT / "ui-tests" / "playwright.config.ts")
        env = {
            "CHROMIUM": chromium,
            "UI_SUITE": folder,
            "PLAYWRIGHT_JSON_OUTPUT_NAME": str(out),
            "PYTHON": str(PYTHON),
            "CI": "1",
            **more,
        }
        code = run(
            [str(NODE_BIN / "playwright"), "test", "-c", config, "--reporter=list,json"], **env
        )
        if not out.exists():
            return Sum(0, 1)
        stats = json.loads(out.read_text())["stats"]
        # Playwright lists by name what passed at the second try only.
        return _consistent(Sum(stats["expected"] + stats["flaky"], stats["unexpected"]), code)

    return suite


def _fresh(name: str) -> Path:
    out = CACHE / "results" / name
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    return out


def _consistent(found: Sum, code: int) -> Sum:
    """A suite that exits with a fault has failed, whatever it counted; so has one that ran nothing."""
    return Sum(found.passed, 1) if (code or not found.passed) and not found.failed else found


def run_all(suites: dict[str, Callable[[], Sum]]) -> int:
    """Run suites in order and print the sum over all as the last line; the exit code."""
    sums: dict[str, Sum] = {}
    for name, suite in suites.items():
        print(f"\n── {name} ──", flush=True)
        began = time.monotonic()
        sums[name] = suite()
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    print()
    for name, (passed, failed) in sums.items():
        print(f"{name:8} {passed:5} passed, {failed} failed")
    passed = sum(found.passed for found in sums.values())
    failed = sum(found.failed for found in sums.values())
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0
