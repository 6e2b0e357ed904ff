"""Module 2 as it is committed: whole, in order, and it runs: untouched, answered, on three machines."""

from __future__ import annotations

import re

import pytest
import torch
from claims import CITED, LISTED, unhedged
from lesson import (
    answered,
    executed,
    lesson,
    outcomes,
    pictures,
    printed,
    raised,
    simulated,
    verdicts,
)
from stretches import too_long

from devicelab.checkpoint import bank
from devicelab.delivery.shelf import learner_notebooks

ITEMS = ["m2.q1", "m2.q2", "m2.q3", "m2.q4", "m2.q5", "m2.q6"]
CORE, FURTHER = ITEMS[1:4], ITEMS[4:]
# An accelerator's part that could only be rehearsed.
REHEARSED = set() if torch.cuda.is_available() else {"m2.q3", "m2.q4"}
MAC = "M2 Air 16 GB"


@pytest.fixture(scope="module")
def module2():
    return lesson("module2")


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_it_is_handed_out(module2):
    assert "module2.ipynb" in [path.name for path in learner_notebooks()]
    assert module2.metadata.devicelab.module == "m2"


def test_its_exercises_come_in_order_after_the_prediction(module2):
    names = [c.id.removesuffix("-starter") for c in module2.cells if c.id.endswith("-starter")]
    assert names == ["m2-p1", *(item.replace(".", "-") for item in ITEMS)]
    assert {i for i in bank.items() if i.startswith("m2.")} == set(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_each_exercise_says_its_title_weight_and_minutes(module2, item):
    said = prose(module2).partition(f"### Exercise {item}. {bank.exercise(item).title}\n")[2]
    weight = re.match(r"\n(?:\*(Core|Further)\.\* )?About (\d+) minutes\. ", said)
    assert weight, item
    assert weight.group(1) == ("Core" if item in CORE else "Further" if item in FURTHER else None)
    assert int(weight.group(2)) == bank.exercise(item).minutes


def test_it_has_the_parts_of_a_module_in_order(module2):
    parts = (
        "**You should know**",
        "**You will be able to**",
        "**Which device am I on?**",
        "**Predict.**",
        "## Two questions from module 1",
        "## Further: ",
        "## On a Mac you would see",
        "## What to keep",
        "## Sources",
        "## Next",
    )
    places = [prose(module2).index(part) for part in parts]
    assert places == sorted(places)
    facts = prose(module2).partition("## What to keep")[2].partition("Your results")[0]
    assert len(re.findall(r"^\d\. ", facts, re.MULTILINE)) == 5


def test_there_is_something_to_do_after_150_words_at_most(module2):
    """From one cell with code to the next; `stretches` says what counts."""
    assert too_long(module2) == []


def test_it_keeps_to_the_voice(module2):
    assert not re.search(
        r"\bsimply\b|\bpowerful\b|\bblazing|(?<![=\w])!(?!\[)", prose(module2), re.IGNORECASE
    )


def test_code_fits_beside_the_panel(module2):
    cells = [cell.source for cell in module2.cells if cell.cell_type == "code"]
    lines = [line for text in cells for line in text.splitlines()]
    assert [line for line in lines if len(line) > 88 and not line.startswith("#")] == []


def test_sources_are_cited_and_listed_one_to_one(module2):
    listed = [key for key, *_ in LISTED.findall(prose(module2))]
    assert len(listed) == len(set(listed)) > 10
    assert set(CITED.findall(prose(module2).split("## Sources")[0])) == set(listed)


def test_what_is_unverified_is_not_stated_as_fact(module2):
    assert "Activity Monitor" in prose(module2)
    assert unhedged(prose(module2)) == []
    planted = prose(module2).replace("is reported to show", "shows")
    assert len(unhedged(planted)) == 1


@pytest.fixture(scope="module", params=["", MAC], ids=["here", "simulated"])
def machine(request):
    return request.param


@pytest.fixture(scope="module")
def untouched(module2, machine, tmp_path_factory):
    return executed(module2, tmp_path_factory.mktemp("untouched"), **simulated(machine))


def test_untouched_it_raises_nothing_and_every_check_is_unattempted(untouched, machine):
    assert raised(untouched) == []
    assert outcomes(untouched) == dict.fromkeys(ITEMS, "unattempted")
    found = verdicts(untouched)
    assert {(found[i]["attempt"], found[i]["sim"]) for i in ITEMS} == {(0, bool(machine))}


def test_untouched_each_cell_that_needs_an_answer_says_which(untouched, machine):
    said = printed(untouched)
    for item in (i for i in ITEMS if i != "m2.q3"):
        assert f"first ({item}): this cell uses what you write there." in said
    if machine:
        assert "mps: stops at line 24, `model = Net().cuda()`" in said
    elif torch.cuda.is_available():  # a script for CUDA comes further there, and not to its end
        assert "cuda: stops at line 19, `return self.head(z * keep) * self.scale`" in said
    else:
        assert "cpu: stops at line 24, `model = Net().cuda()`" in said


def test_out_of_order_after_a_restart_or_renamed_each_cell_says_what_is_missing(module2, tmp_path):
    module2 = lesson("module2")
    starters = [c for c in module2.cells if c.id.endswith("-starter") and "-q" in c.id]
    module2.cells = [c for c in module2.cells if c not in starters]  # as if none had run
    done = executed(module2, tmp_path)
    assert raised(done) == []
    said = printed(done)
    for item in (i for i in ITEMS if i != "m2.q3"):
        assert f"Run your cell of {item}; after a restart it has to run again" in said
    assert "run the cell with your script first" in said
    assert outcomes(done) == dict.fromkeys(ITEMS, "unattempted")


def shown(notebook):
    """Pictures by cell, checks left out."""
    return {name: html for name, html in pictures(notebook) if "-check" not in name}


def test_answered_on_a_simulated_mac_all_pass_and_each_section_has_its_picture(module2, tmp_path):
    done = executed(answered(module2), tmp_path, DEVICELAB_SIMULATE=MAC)
    assert raised(done) == []
    assert outcomes(done) == dict.fromkeys(ITEMS, "passed")
    said = printed(done)
    assert "Which device am I on? mps" in said
    assert len(shown(done)) == 8
    assert all(len(re.findall(r'alt="([^"]+)"', html)[0]) > 20 for html in shown(done).values())


def test_answered_here_with_torch_and_nothing_else_all_pass(module2, tmp_path):
    done = executed(answered(module2), tmp_path, absent=("numpy", "matplotlib"))
    # Without NumPy torch itself warns, at its import.
    assert [o for _, o in raised(done) if o.output_type == "error"] == []
    right = {i: "passed_cpu" if i in REHEARSED else "passed" for i in ITEMS}
    assert outcomes(done) == right
    assert shown(done) == {}
    said = printed(done)
    assert "not run: there is no NumPy here" in said
