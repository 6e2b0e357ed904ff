"""A starter that is a whole script is known as untouched, however its cell was compiled."""

from __future__ import annotations

import ast

import pytest

from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.stub import same_code

SCRIPT = """\
import math
def area(radii):
    total = 0.0
    for r in radii:
        with open(os.devnull) as nowhere:
            total += math.pow(r, 2) * math.pi
    return [total for _ in radii]
"""


def in_ipython(source):
    """Compile statement by statement, as IPython does with a cell."""
    names = {"__name__": "__main__"}
    for node in ast.parse(source).body:
        exec(compile(ast.Module([node], []), "<cell>", "exec"), names)
    return names["area"]


def test_as_a_file_and_as_a_cell_it_is_the_same():
    one = run_source(SCRIPT, "starter")["area"]
    assert same_code(in_ipython(SCRIPT), one)
    assert same_code(in_ipython("# a comment\n" + SCRIPT), one)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("math.pow(r, 2)", "math.pow(r, 3)"),
        ("math.pow", "math.ldexp"),
        ("+=", "-="),
        ("for _ in radii", "for r in radii"),
        ("open(os.devnull)", "open(os.sep)"),
        ("return [total for _ in radii]", "return total"),
    ],
)
def test_any_change_makes_another(old, new):
    assert not same_code(
        in_ipython(SCRIPT.replace(old, new)), run_source(SCRIPT, "starter")["area"]
    )
