"""A starter that is a whole script is known as untouched, however its cell was compiled."""

from __future__ import annotations

import ast

import pytest

from devicelab.checkpoint import Exercise
from devicelab.checkpoint.answer import gather, run_source
from devicelab.checkpoint.stub import same_code, same_definition

SCRIPT = """\
import math
def area(radii):
    total = 0.0
    for r in radii:
        with open(os.devnull) as nowhere:
            total += math.pow(r, 2) * math.pi
    return [total for _ in radii]
"""


WHOLE = """\
from collections import Counter


def helper(x):
    return x + 1


class Base:
    size = 3

    @staticmethod
    def double(x):
        return 2 * x

    @property
    def half(self):
        return self.size / 2


class Net(Base, Counter):
    \"\"\"A net.\"\"\"

    class Inner:
        depth = 1

    def forward(self, x):
        return super().get(x, self.Inner.depth)


def run(x):
    return Net().forward(helper(x))


def other(x): ...
"""
SCRIPTS = Exercise(
    id="m8.q1",
    title="A script",
    needs=("run", "other"),
    covers="",
    starter=WHOLE,
    reference=WHOLE,
    hints=(),
)


def in_ipython(source, name="area"):
    """Compile statement by statement, as IPython does with a cell."""
    names = {"__name__": "__main__"}
    for node in ast.parse(source).body:
        exec(compile(ast.Module([node], []), "<cell>", "exec"), names)
    return names[name] if name else names


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


@pytest.mark.parametrize("comment", ["", "# a comment\n\n"])
def test_a_script_of_several_definitions_is_untouched_as_a_whole(comment):
    answer = gather(SCRIPTS, in_ipython(comment + WHOLE, None))
    assert answer.untouched == answer.as_given == ("run", "other")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x + 1", "x + 2"),
        ("size = 3", "size = 4"),
        ("2 * x", "x * 2"),
        ("    @staticmethod\n    def double(x):", "    def double(x):"),
        ("self.size / 2", "self.size // 2"),
        ("Net(Base, Counter)", "Net(Counter, Base)"),
        ("depth = 1", "depth = 2"),
        ("super().get(x,", "super().pop(x,"),
        ("        depth = 1", "        depth = 1\n        width = 1"),
        ("def helper(x):\n    return x + 1\n", ""),
        ("class Net(Base, Counter):", "Net = 3\n\n\nclass Other(Base, Counter):"),
    ],
)
def test_a_change_anywhere_in_the_script_is_an_attempt_and_a_stub_beside_it_still_a_stub(old, new):
    assert old in WHOLE
    answer = gather(SCRIPTS, in_ipython(WHOLE.replace(old, new), None))
    assert answer.untouched == answer.as_given == ("other",)


def test_of_a_class_that_lies_only_its_text_is_looked_at():
    class Liar(type):
        def __getattribute__(cls, name):
            raise AssertionError(name)

        __eq__ = __hash__ = __repr__ = __getattribute__

    class Strange:  # noqa: PLW1641 - its __hash__ is below
        def __eq__(self, other):
            raise AssertionError

        __hash__ = __repr__ = __eq__

    lying = Liar("Net", (), {"strange": Strange()})
    given = in_ipython(WHOLE, "Net")
    assert not same_definition(lying, given)
    assert not same_definition(given, lying)
    assert same_definition(given, given)
