"""What is new, by version: nothing yet, and each later version has to say."""

from __future__ import annotations

import re

import pytest

from devicelab.checkpoint import bank
from devicelab.course.changes import CHANGES
from devicelab.version import course_version, is_newer

FIRST = "0.1.0"
MODULES = {item.partition(".")[0] for item in bank.items()}


def faults(changes, version):
    """What is wrong with a record of changes, for a course of this version."""
    if is_newer(version, FIRST) and version not in changes:
        yield f"{version} does not say what is new; an empty entry says that nothing is"
    for told, by_module in changes.items():
        if not re.fullmatch(r"\d+\.\d+\.\d+", told) or is_newer(told, version):
            yield f"{told} is not out"
        if not is_newer(told, FIRST):
            yield f"{told}: nobody holds an older notebook"
        yield from (f"{told}: no module {m}" for m in by_module if m not in MODULES)
        yield from (f"{told}: {text}" for text in by_module.values() if len(text) > 200)


def test_the_courses_own_record_is_sound():
    assert list(faults(CHANGES, course_version())) == []


@pytest.mark.parametrize(
    ("changes", "version", "told"),
    [
        ({}, "0.2.0", "0.2.0 does not say what is new"),
        ({"0.3.0": {}}, "0.1.0", "0.3.0 is not out"),
        ({"0.1.0": {}}, "0.1.0", "nobody holds an older notebook"),
        ({"0.2.0": {"m99": "New."}}, "0.2.0", "no module m99"),
        ({"0.2.0": {"m1": "New." * 60}}, "0.2.0", "New.New."),
    ],
)
def test_a_record_that_is_not_is_found(changes, version, told):
    (found,) = faults(changes, version)
    assert told in found


def test_a_version_in_which_nothing_is_new_may_say_so():
    assert list(faults({"0.2.0": {}, "0.3.0": {"m1": "New."}}, "0.3.0")) == []
