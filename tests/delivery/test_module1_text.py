"""What module 1 says: every heading of the page it starts from, short sections, and sources."""

from __future__ import annotations

import pathlib
import re

import nbformat
import pytest
from claims import CITED, LISTED, unhedged
from stretches import too_long

ROOT = pathlib.Path(__file__).parents[2]
#: The page's headings, each with the one of ours that answers it.
HEADINGS = {
    "Who Should Take This Course?": "Who should take this course",
    "Don't have a Mac? You have options": "No Mac? Three routes",
    "Why Apple Silicon Matters for AI": "Why Apple silicon matters",
    "Apple Silicon Architecture": "Apple silicon architecture",
    "Metal Performance Shaders (MPS)": "Metal Performance Shaders (MPS)",
    "Key Benefits": "Key benefits",
    "Performance Comparison": "Performance comparison",
    "When to Use MPS": "When to use MPS",
    "Use cloud GPUs for": "When to use cloud GPUs",
    "Continue interactively": "Continue",
}
CORE, FURTHER = ("q1", "q3", "q5", "q7"), ("q2", "q4", "q6")


@pytest.fixture(scope="module")
def book():
    return nbformat.read(ROOT / "notebooks" / "learner" / "module1.ipynb", as_version=4)


@pytest.fixture(scope="module")
def whole(book):
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def test_every_heading_of_the_page_is_answered_by_one_of_ours(whole):
    ours = re.findall(r"^## (.+)$", whole, re.MULTILINE)
    for theirs, answer in HEADINGS.items():
        assert ours.count(answer) == 1, theirs
    kept = [heading for heading in ours if heading in HEADINGS.values()]
    assert kept == list(HEADINGS.values()), "in the page's order"


def test_there_is_something_to_do_after_150_words_at_most(book):
    """From one cell with code to the next; `stretches` says what counts."""
    assert too_long(book) == []


def test_code_fits_beside_the_panel(book):
    lines = [line for c in book.cells if c.cell_type == "code" for line in c.source.splitlines()]
    assert [line for line in lines if len(line) > 88 and not line.startswith("#")] == []


def test_it_keeps_to_the_voice(whole):
    assert not re.search(
        r"\bsimply\b|\bpowerful\b|\bblazing|(?<![=\w])!(?!\[)", whole, re.IGNORECASE
    )


def test_it_has_all_parts_of_a_module(whole):
    for part in (
        "About 60 minutes: *core* 35, *further* 25",
        "**You should know**",
        "**You will be able to**",
        "Which device am I on?",
        "## On a Mac you would see",
        "**Published, not measured by us.**",
        "## What to keep",
        "## Sources",
    ):
        assert part in whole, part
    kept = whole.split("## What to keep")[1].split("## ")[0]
    assert len(re.findall(r"^\d\. ", kept, re.MULTILINE)) == 5
    for items, mark in ((CORE, "Core"), (FURTHER, "Further")):
        for item in items:
            assert re.search(rf"### Exercise m1\.{item}\..*\n\n\*{mark}\.\*", whole), item


def test_the_minutes_of_the_exercises_fit_the_module():
    from devicelab.checkpoint import bank

    minutes = {item: bank.exercise(f"m1.{item}").minutes for item in (*CORE, *FURTHER)}
    opening = 4
    assert opening + sum(minutes[item] for item in CORE) == 35
    assert sum(minutes[item] for item in FURTHER) == 25


def test_sources_are_cited_and_listed_one_to_one(whole):
    listed = {key: (kind, bool(unsure), what) for key, kind, unsure, what in LISTED.findall(whole)}
    cited = set(CITED.findall(whole.split("## Sources")[0]))
    assert cited == set(listed)
    assert len(LISTED.findall(whole)) == len(listed)
    for kind, _, what in listed.values():
        assert kind == "code" or "](https://" in what or "report" in what


def test_what_is_unverified_is_not_stated_as_fact(whole):
    assert unhedged(whole.replace("as in [S1]", "")) == []


def test_a_claim_stated_as_fact_is_found():
    planted = "It is 37.44 GiB [S9].\n\n## Sources\n\n- **S9** (page, unverified) somebody\n"
    assert unhedged(planted) == ["It is 37.44 GiB [S9]."]
    assert unhedged(planted.replace("It is", "It was reported as")) == []


def test_numbers_of_the_text_are_those_of_the_package(whole):
    from devicelab.course.resnet import PARAMETERS

    for count in PARAMETERS.values():
        assert f"{count:,}" in whole


def test_the_job_to_place_by_hand_keeps_its_answer_until_one_is_given(capsys):
    from devicelab.course.m1 import by_hand

    by_hand.compare("")
    asked = capsys.readouterr().out
    assert "peak 12 GiB; mps with a budget of 10.7 GiB; 16 GiB of RAM" in asked
    assert "By the rules" not in asked
    by_hand.compare("accelerator")
    assert "By the rules: 'cpu', and you said 'accelerator'." in capsys.readouterr().out
    by_hand.compare("cpu")
    assert "By the rules: 'cpu', as you said." in capsys.readouterr().out
