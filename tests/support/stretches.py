"""What a learner reads in a notebook from one thing to do to the next.

A code cell is a thing to do: it is run, changed or filled in. A cell of comments alone is
none, and neither is a heading, nor a question of the text, for nobody has to answer it before
reading on. What is read counts: headings, lists, quotations and each row of a table. The
lines of the list of sources do not, for they are looked up when a mark such as [S1] is met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims import LISTED

WORDS_BEFORE_DOING = 150
_ADDRESS = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class Stretch:
    """Text without anything to do; `before` is the id of the cell that ends it, "" at the end."""

    text: str
    before: str

    @property
    def words(self) -> int:
        """How many words are read: what has a letter or a digit in it."""
        return len(_WORD.findall(_ADDRESS.sub("]", LISTED.sub("", self.text))))


def stretches(notebook):
    """Each stretch of a notebook, in order."""
    found, texts = [], []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            texts.append(cell.source)
        elif _does(cell):
            found.append(Stretch("\n\n".join(texts), cell.id))
            texts = []
    return [*found, Stretch("\n\n".join(texts), "")]


def too_long(notebook):
    """The stretches above the bar: words, and the cell that ends them."""
    return [(s.words, s.before) for s in stretches(notebook) if s.words > WORDS_BEFORE_DOING]


def _does(cell):
    lines = (line.strip() for line in cell.source.splitlines())
    return cell.cell_type == "code" and any(line and not line.startswith("#") for line in lines)
