"""Leaks of each kind are planted and found; what a learner may see is not called one."""

from __future__ import annotations

import json
import pathlib

import pytest

from devicelab.delivery.bank import Entry, entries
from devicelab.delivery.build import built, outlines
from devicelab.delivery.edition import Edition
from devicelab.delivery.errors import Refused
from devicelab.delivery.export import exported
from devicelab.delivery.folder import hand_out
from devicelab.delivery.leaks import leaks, refuse_leaks, text_of
from devicelab.delivery.shelf import learner_notebooks

ROOT = pathlib.Path(__file__).parents[2]
ENTRY = Entry(
    "An answer",
    "def answer(x):\n    ...\n",
    (
        "def flip_then_sum(x):\n    return x.flip(0).cumsum(0) * 3\n\n\ndef answer(x):\n    return flip_then_sum(x)\n",
    ),
    hidden=(
        (
            "FLOOR = 1.46115\n\n\ndef rises_by_one(trial, answer):\n"
            "    trial.close(trial.call(answer, trial.tensor(8)), FLOOR)\n"
        ),
    ),
    needs=("answer",),
)
BANK = {"m1.q1": ENTRY}
LEAKS = {
    "a line of the solution": "return x.flip(0).cumsum(0) * 3",
    "a line of the solution, other spaces": "Write `return x.flip( 0 ).cumsum(0) *3`.",
    "a line of the tests": "    trial.close(trial.call(answer, trial.tensor(8)), FLOOR)",
    "a name of the solution": "print(flip_then_sum)",
    "a name of the tests": "see rises_by_one there",
    "an expected value": "You should get 1.46115 here.",
    "an import of the bank": "from devicelab.course.m1 import q1",
    "a solution shown unasked": 'cp.solution("m1.q1")',
}


def notebook(source="x = 1", output="", metadata=None):
    outputs = [{"output_type": "stream", "name": "stdout", "text": [output]}] if output else []
    cell = {"cell_type": "code", "source": source, "outputs": outputs, "metadata": metadata or {}}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("planted", LEAKS.values(), ids=LEAKS.keys())
def test_a_leak_in_a_source_an_output_or_the_metadata_is_refused(planted):
    refuse_leaks("clean", notebook(), BANK)
    for leaking in (
        notebook(source=f"y = 2\n{planted}\nz = 3"),
        notebook(output=f"first\n{planted}\n"),
        notebook(metadata={"devicelab": {"hidden": planted}}),
        notebook(metadata={"tags": [planted]}),
    ):
        with pytest.raises(Refused, match=r"^module1: .*(is in it|bank itself)"):
            refuse_leaks("module1", leaking, BANK)


@pytest.mark.parametrize(
    "shown",
    [
        ENTRY.starter,
        '# cp.hint("m1.q1")\n# cp.solution("m1.q1")',
        "return answer(x)",
        "1.46 is the floor",
        "import devicelab",
    ],
)
def test_what_the_starter_shows_and_what_says_nothing_is_no_leak(shown):
    refuse_leaks("module1", notebook(source=shown), BANK)


def test_a_number_in_json_is_seen_too():
    text = text_of("a.json", json.dumps({"expected": [1.46115]}).encode())
    assert list(leaks(text, BANK)) == ["a value that m1.q1 expects is in it (1.46115)"]


def found_in(files):
    bank = entries()
    return [
        f"{name}: {leak}"
        for name, data in files.items()
        for leak in leaks(text_of(name, data), bank)
    ]


@pytest.mark.parametrize("variant", ["learner", "colab", "otter"])
@pytest.mark.parametrize("solutions", ["always", "never"])
def test_no_export_puts_a_leak_before_a_learner(variant, solutions):
    bank = entries()
    made = outlines(ROOT / "notebooks" / "source", bank)
    files = exported(made, bank, Edition("0.1.0", solutions=solutions), variant)
    seen = {path: data for path, data in files.items() if "autograder/" not in path}
    assert len(seen) >= len(made)
    assert found_in(seen) == []


def test_nothing_that_start_lays_out_leaks(tmp_path):
    hand_out({path.name: path.read_bytes() for path in learner_notebooks()}, tmp_path, "0.1.0")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert found_in({str(path): path.read_bytes() for path in files}) == []


def test_the_solution_variant_would_be_caught():
    bank = entries()
    made = outlines(ROOT / "notebooks" / "source", bank)
    solved = built(made, bank, Edition("0.1.0"), "solution")
    items = [task.item for one in made for task in one.tasks if not task.is_prediction]
    told = "\n".join(found_in(solved))
    assert [item for item in items if f"solution of {item} " not in told] == []
