"""m1.q6 checked by devicelab, in a process of its own, as `otter_question.py` does it.

Usage: python ours_question.py CHECKS < ANSWER
"""

from __future__ import annotations

import io
import sys
import time
from contextlib import redirect_stdout


def main() -> None:
    """Time the import and the checks of a right answer."""
    from devicelab.checkpoint.answer import run_source

    names = run_source(sys.stdin.read(), "bench:m1.q6")
    answers = {n: names[n] for n in ("overall", "required_fraction")}
    began = time.perf_counter()
    from devicelab import cp

    took = [time.perf_counter() - began]
    for _ in range(int(sys.argv[1])):
        said = io.StringIO()
        began = time.perf_counter()
        with redirect_stdout(said):
            cp.check("m1.q6", **answers)
        took.append(time.perf_counter() - began)
        if "passed" not in said.getvalue():
            raise SystemExit(said.getvalue())
    print(*took)


if __name__ == "__main__":
    main()
