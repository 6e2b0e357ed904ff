"""What `make` runs: each task installs what it needs, then does its job."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import browser
import matrix
import node_env
import python_env
import real_tools
import suites
import wheel
from steps import MissingError


def prepare_lab() -> None:
    """All that a learner has: JupyterLab, torch and the wheel."""
    node_env.check_node()
    python_env.make()
    # Both wait for the network most of the time.
    with ThreadPoolExecutor() as pool:
        node = pool.submit(node_env.make)
        python_env.install_torch()
        python_env.install("lab")
        node.result()
    wheel.install()


def prepare_tests() -> str:
    """All that the tests need; the browser's path."""
    with ThreadPoolExecutor() as pool:
        found = pool.submit(browser.from_system)
        prepare_lab()
        python_env.install("test")
        return found.result() or browser.from_playwright()


def start(arguments: list[str]) -> int:
    """Open JupyterLab on module 1."""
    prepare_lab()
    program = str(python_env.program("devicelab"))
    folder = arguments[:1] if arguments and not arguments[0].startswith("-") else []
    rest = arguments[len(folder) :]
    own = [*folder, *(word for word in rest if word == "--no-browser")]
    theirs = [word for word in rest if word != "--no-browser"]
    command = [program, "start", *own, *(["--", *theirs] if theirs else [])]
    os.environ.update(python_env.environment())
    os.execv(program, command)


def run_tests(_: list[str]) -> int:
    """All suites against the newest versions."""
    return suites.run_all(newest(prepare_tests()))


def newest(chromium: str) -> dict[str, Callable[[], suites.Sum]]:
    """The suites against the newest versions."""
    return {
        "lint": suites.lint,
        "jest": suites.jest,
        "pytest": suites.pytest,
        "browser": suites.browser(chromium),
    }


def run_matrix(_: list[str]) -> int:
    """The other supported versions."""
    return suites.run_all(matrix.wanted(prepare_tests()))


def run_everything(_: list[str]) -> int:
    """The newest versions and the others, with one sum."""
    chromium = prepare_tests()
    return suites.run_all({**newest(chromium), **matrix.wanted(chromium)})


def run_delivery(only: list[str]) -> int:
    """nbgrader, otter, JupyterHub and Colab's versions, with the course as they get it."""
    names = real_tools.chosen(only)
    return real_tools.run(prepare_tests(), names)


def lint(_: list[str]) -> int:
    """Linters, types and import rules."""
    prepare_lab()
    python_env.install("test")
    return suites.run_all({"lint": suites.lint})


def build(_: list[str]) -> int:
    """The notebooks and the wheel."""
    prepare_lab()
    python_env.install("test")
    # From the sources: the wheel is made of what this makes.
    code = suites.run([str(python_env.PYTHON), "-m", "devicelab", "build"])
    print(wheel.make())
    return code


def bench(_: list[str]) -> int:
    """Speed and size, printed."""
    chromium = prepare_tests()
    return suites.run([str(python_env.PYTHON), "bench/run.py"], CHROMIUM=chromium)


def bench_link(_: list[str]) -> int:
    """The link to a kernel, printed and kept in bench/README.md."""
    chromium = prepare_tests()
    return suites.run([str(python_env.PYTHON), "bench/link", "--write"], CHROMIUM=chromium)


def bench_check(_: list[str]) -> int:
    """What a check costs, printed and kept in bench/README.md."""
    prepare_lab()
    python_env.install("test")
    return suites.run([str(python_env.PYTHON), "bench/check", "--write"])


def bench_hub(arguments: list[str]) -> int:
    """Twenty users of one hub, printed and kept in bench/README.md."""
    prepare_tests()
    env = {"DEVICELAB_TEST_HUB_PYTHON": real_tools.hub_python(), **matrix.hub_proxy()}
    return suites.run([str(python_env.PYTHON), "bench/hub", "--write", *arguments], **env)


def bench_view(_: list[str]) -> int:
    """The view, printed and kept in bench/README.md."""
    chromium = prepare_tests()
    return suites.run([str(python_env.PYTHON), "bench/view", "--write"], CHROMIUM=chromium)


def images(_: list[str]) -> int:
    """The pictures of the README and the docs."""
    chromium = prepare_tests()
    result = suites.browser(chromium, "images")()
    return 1 if result.failed else 0


TASKS = {
    "start": start,
    "test": run_tests,
    "test-matrix": run_matrix,
    "test-all": run_everything,
    "test-delivery": run_delivery,
    "lint": lint,
    "build": build,
    "bench": bench,
    "bench-link": bench_link,
    "bench-check": bench_check,
    "bench-hub": bench_hub,
    "bench-view": bench_view,
    "images": images,
}

if __name__ == "__main__":
    try:
        sys.exit(TASKS[sys.argv[1]](sys.argv[2:]))
    except MissingError as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
