"""What is said of messages; the same table drives the TypeScript tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelab import diagnosis
from devicelab.diagnosis.data import table

CASES = json.loads((Path(__file__).parent / "messages.json").read_text(encoding="utf-8"))["cases"]
MESSAGES = table("messages")["messages"]
TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n    y = f(x)\n'


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}: {case['text'][:40]}")
@pytest.mark.parametrize("before", ["", TRACEBACK, "x" * 50_000 + "\n"])
def test_a_message_is_explained(case, before):
    found = diagnosis.explain(before + case["text"])
    assert (found.id, found.what) == (case["id"], case["what"])
    assert found.known is (case["id"] != "unknown")


def test_every_message_has_a_case():
    assert {case["id"] for case in CASES} - {"unknown"} == {m["id"] for m in MESSAGES}


def test_sizes_are_told_in_powers_of_1024():
    for case in CASES:
        assert not re.search(r"\d ?[KMGT]B\b", diagnosis.explain(case["text"]).what)


def test_what_torch_itself_says_here_is_known():
    import torch

    if torch.backends.mps.is_built():
        pytest.skip("this torch has MPS, so it says something else")
    for ask, message in (
        (lambda: torch.ones(1).to("mps"), "not-linked"),
        (lambda: torch.empty(1, device="mps"), "no-mps-kernel"),
        (torch.mps.current_allocated_memory, "no-mps-backend"),
    ):
        with pytest.raises((RuntimeError, NotImplementedError)) as raised:
            ask()
        assert diagnosis.explain(f"{type(raised.value).__name__}: {raised.value}").id == message


@settings(max_examples=300, deadline=None)
@given(text=st.text() | st.lists(st.sampled_from([c["text"] for c in CASES])).map("".join))
def test_no_text_raises(text):
    found = diagnosis.explain(text)
    assert found.what
    assert "%1" not in found.what or "%1" in text


HOSTILE = [
    "a",
    " ",
    "1",
    "9.",
    "\n",
    "(",
    "MPS backend out of memory (MPS allocated: ",
    "Skipping device ",
    "The operator 'aten::",
    "Tensor for argument ",
    "Could not run '",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_comes_to_an_end(piece):
    """What backtracks without bound would not end within the life of this test."""
    assert diagnosis.explain(piece * 1_000_000).what
    assert not diagnosis.explain("MPS backend out of memory " + piece * 1000).known


def test_every_repeat_in_a_pattern_is_bounded():
    for message in MESSAGES:
        for pattern in message["patterns"]:
            bare = re.sub(r"\\.", "", pattern)
            bare = re.sub(r"\[[^\]]*\]", "", bare)
            assert "*" not in bare, pattern
            assert "+" not in bare, pattern
            assert not re.search(r"\{\d+,\}", bare), pattern
            # No repeat of a repeat: that is what makes time grow without bound.
            assert not re.search(r"[}?]\)[*+{]", bare.replace(")?", ")")), pattern
