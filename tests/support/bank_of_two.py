"""A course of one exercise and one prediction, written as an author would."""

from __future__ import annotations

import sys

EXERCISE = """
from devicelab.checkpoint import Exercise

exercise = Exercise(
    id="m1.q1", title="Double", needs=("double",), covers="doubling",
    starter="def double(x): ...\\n", reference="def double(x): return 2 * x\\n",
    alternatives={"sum": "def double(x): return x + x\\n"}, hints=("a", "b", "c"),
    needs_torch=False, device_free=True,
)


@exercise.check
def check(trial, double):
    x = trial.number(1, 2)
    ok = trial.value(double, x) == 2 * x
    trial.expect("twice", ok, "not_twice", what="Not twice.", why="Asked.", try_="Add it to itself.")
"""
PREDICTION = """
from devicelab.checkpoint import Choice, Number, Prediction, YesNo

prediction = Prediction(
    id="m1.p1", title="How much faster?",
    asks=(
        Number("step", "One training step?", unit="times", high=1000),
        Choice("dtype", "Which dtype?", ("float32", "bfloat16")),
        YesNo("raises", "Does it raise?"),
    ),
)
"""


def write(folder):
    """Make the package `othercourse` in `folder`; its name. Another test's of that name is forgotten."""
    for module in [m for m in sys.modules if m.split(".")[0] == "othercourse"]:
        del sys.modules[module]
    part = folder / "othercourse" / "m1"
    part.mkdir(parents=True)
    (part.parent / "__init__.py").write_text("NAME = 'other'\n")
    (part / "__init__.py").write_text("")
    (part / "q1.py").write_text(EXERCISE)
    (part / "p1.py").write_text(PREDICTION)
    return "othercourse"
