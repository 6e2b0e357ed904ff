"""Solution regions leave the starter, and a slip in a mark is an error, not a leak."""

from __future__ import annotations

import pytest

from devicelab.delivery.errors import Refused
from devicelab.delivery.regions import without_solutions


def here(line):
    return f"module1.py:{line}"


def test_a_region_goes_and_the_starter_stays():
    source = "def f():\n    ...\n# BEGIN SOLUTION\ndef f():\n    return 1\n# END SOLUTION\nx = 2"
    assert without_solutions(source, here) == "def f():\n    ...\nx = 2"


def test_two_regions_and_indented_marks():
    source = "a\n    # BEGIN SOLUTION\nb\n    # END SOLUTION\nc\n#begin  solution\nd\n#END SOLUTION"
    assert without_solutions(source, here) == "a\nc"


@pytest.mark.parametrize("mark", ["### BEGIN SOLUTION", "# Begin Solution", "#BEGIN SOLUTION"])
def test_a_mark_written_a_little_differently_is_still_a_mark(mark):
    assert "secret" not in without_solutions(f"{mark}\nsecret\n# END SOLUTION", here)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x\n# BEGIN SOLUTION\nx", "module1.py:2: '# BEGIN SOLUTION' has no '# END SOLUTION'"),
        ("x\n# END SOLUTION", "module1.py:2: '# END SOLUTION' has no '# BEGIN SOLUTION'"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION", "a second"),
        ("# END SOLUTION\n# BEGIN SOLUTION", "has no '# BEGIN SOLUTION'"),
    ],
)
def test_unbalanced_marks_are_refused(source, told):
    with pytest.raises(Refused, match=told):
        without_solutions(source, here)


def test_text_that_only_speaks_of_the_marks_stays():
    source = "print('# BEGIN SOLUTION')\n# the BEGIN SOLUTION mark"
    assert without_solutions(source, here) == source
