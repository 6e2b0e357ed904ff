"""A learner without a Mac does what the notebooks say, and goes on as a simulated one."""

from __future__ import annotations

import re

import nbformat
from lesson import answered, executed, lesson, printed, quicker, raised, verdicts

CALL = re.compile(r"`(import devicelab|devicelab\.simulate\(\"[^\"]+\"\))`")
NAME = re.compile(r"^simulated_mac = None  # such as (.+)$", re.MULTILINE)


def until(notebook, last):
    """The same up to the cell of this id."""
    ids = [cell.id for cell in notebook.cells]
    notebook.cells = notebook.cells[: ids.index(last) + 1]
    return notebook


def with_name(name=None):
    """Module 1 to its question for the device, a Mac's name filled in: the one it offers."""
    notebook = quicker(answered(lesson("module1")), {"cifar_like(64)": "cifar_like(8)"})
    (cell,) = [cell for cell in notebook.cells if NAME.search(cell.source)]
    offered = NAME.search(cell.source).group(1)
    cell.source = NAME.sub(f"simulated_mac = {name or offered}", cell.source)
    return until(notebook, "which-device-am-i-on-2")


def test_module1_goes_on_as_the_mac_that_its_text_names(tmp_path):
    book = executed(with_name(), tmp_path)
    assert raised(book) == []
    assert "machine: M2 Air 16 GB (simulated)" in printed(book, "a-simulated-mac")
    assert "Which device am I on? mps" in printed(book, "which-device")
    verdict = verdicts(book)["m1.q1"]
    assert (verdict["outcome"], verdict["sim"]) == ("passed", True)
    assert "simulated" in str([cell.outputs for cell in book.cells if cell.id == "m1-q1-check"])


def test_a_name_that_no_mac_has_gets_a_sentence(tmp_path):
    book = executed(with_name('"M2 Air"'), tmp_path)
    assert raised(book) == []
    said = printed(book, "a-simulated-mac")
    assert "There is no simulated machine called 'M2 Air'" in said
    assert "machine: your own" in said
    assert "Which device am I on? mps" not in printed(book, "which-device")


def test_module2_is_a_mac_from_the_cell_that_its_text_describes(tmp_path):
    notebook = until(answered(lesson("module2")), "m2-q2-check")
    ids = [cell.id for cell in notebook.cells]
    text = notebook.cells[ids.index("one-program-1")].source
    calls = CALL.findall(text)
    assert len(calls) == 2
    at = ids.index("one-program-2")
    notebook.cells.insert(at, nbformat.v4.new_code_cell("\n".join(calls)))
    book = executed(notebook, tmp_path)
    assert raised(book) == []
    assert "Which device am I on? mps" in printed(book, "one-program-2")
    verdict = verdicts(book)["m2.q2"]
    assert (verdict["outcome"], verdict["sim"]) == ("passed", True)
