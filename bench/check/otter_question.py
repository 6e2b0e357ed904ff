"""m1.q6 as a question of otter-grader's, checked there. Runs in an environment of otter's own.

Usage: python otter_question.py CHECKS < ANSWER
Prints: seconds of the import, of the first check, then of each further one.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

# The properties that m1.q6 demands, on fresh numbers, in otter's exception-based form.
QUESTION = """\
import random
from otter.test_files import test_case

OK_FORMAT = False
name = "q6"
points = 1


@test_case()
def test_ends(overall):
    s = random.uniform(2, 20)
    assert abs(overall(s, 0.0) - 1) <= 1e-12
    assert abs(overall(s, 1.0) - s) <= 1e-12 * s


@test_case()
def test_times_add_up(overall):
    s = random.uniform(2, 20)
    for f in (0.5, random.uniform(0.05, 0.95)):
        assert abs(1 / overall(s, f) - ((1 - f) + f / s)) <= 1e-9


@test_case()
def test_direction(overall):
    s, low, high = random.uniform(2, 20), random.uniform(0.1, 0.4), random.uniform(0.6, 0.9)
    assert overall(s, low) < overall(s, high)
    assert overall(0.5, low) > overall(0.5, high)


def raises(function, *numbers):
    try:
        function(*numbers)
    except ValueError:
        return True
    return False


@test_case()
def test_refused(overall):
    for share in (random.uniform(2, 95), -random.uniform(0.1, 0.9)):
        assert raises(overall, 8.0, share)


@test_case()
def test_there_and_back(required_fraction):
    pairs = [(random.uniform(1.1, 30), random.uniform(0.01, 0.99)) for _ in range(8)]
    pairs += [(random.uniform(0.2, 0.9), random.uniform(0.01, 0.99)) for _ in range(4)]
    for s, f in pairs:
        assert abs(required_fraction(1 / ((1 - f) + f / s), s) - f) <= 1e-9


@test_case()
def test_impossible(required_fraction):
    s = random.uniform(2, 20)
    assert raises(required_fraction, s * random.uniform(1.05, 2), s)
    assert raises(required_fraction, random.uniform(0.3, 0.9), s)
"""


def main() -> None:
    """Time the import and the checks of a right answer."""
    names: dict[str, object] = {}
    exec(sys.stdin.read(), names)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("tests").mkdir()
        Path("tests", "q6.py").write_text(QUESTION)
        began = time.perf_counter()
        import otter

        took = [time.perf_counter() - began]
        logging.disable(logging.CRITICAL)
        grader = otter.Notebook()
        for _ in range(int(sys.argv[1])):
            began = time.perf_counter()
            # Shown as the last line of a cell would be.
            said = repr(grader.check("q6", global_env=names))
            took.append(time.perf_counter() - began)
            if "passed" not in said:
                raise SystemExit(said)
        print(*took)
        os.chdir("/")


if __name__ == "__main__":
    main()
