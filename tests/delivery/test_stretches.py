"""How the words before the next thing to do are counted."""

from __future__ import annotations

import nbformat
import pytest
from lesson import ROOT
from stretches import WORDS_BEFORE_DOING, stretches, too_long

HALF = " ".join(["word"] * (WORDS_BEFORE_DOING // 2))


def notebook(*cells):
    """A notebook of texts, and of code where a text begins with a prompt."""
    made = nbformat.v4.new_notebook()
    for text in cells:
        new = nbformat.v4.new_code_cell if text.startswith(">") else nbformat.v4.new_markdown_cell
        made.cells.append(new(text.lstrip("> ")))
    return made


def words(*cells):
    return [stretch.words for stretch in stretches(notebook(*cells))]


def test_a_code_cell_ends_a_stretch():
    assert words("one two", ">x = 1", "three") == [2, 1]
    assert too_long(notebook(HALF, ">x = 1", HALF + " more", "> x")) == []


@pytest.mark.parametrize("between", ["## A heading", "What do you expect?", "># cp.hint(1)"])
def test_neither_a_heading_nor_a_question_nor_a_comment_ends_one(between):
    ((count, _),) = too_long(notebook(HALF, between, HALF + " more", "> x"))
    assert count > WORDS_BEFORE_DOING


def test_rows_of_tables_count_and_their_lines_do_not():
    assert words("| a | b c |\n|---|---|\n| **d** | - | `e` |") == [5]


def test_marks_addresses_and_listed_sources_are_not_words():
    assert words("- [a page](https://a.example/b c)") == [2]
    assert words("## Sources\n\n- **S1** (doc) [a page](https://a.example): what it says") == [1]


@pytest.mark.parametrize("variant", ["learner", "colab"])
def test_every_notebook_as_it_is_committed_keeps_the_bar(variant):
    paths = sorted((ROOT / "notebooks" / variant).glob("*.ipynb"))
    assert len(paths) > 1
    assert {p.name: too_long(nbformat.read(p, as_version=4)) for p in paths} == {
        p.name: [] for p in paths
    }
