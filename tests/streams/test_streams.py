"""Recorded streams follow the protocol and say how they were made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

STREAMS = sorted(Path(__file__).parent.glob("*.json"))


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_each_message_of_a_stream_follows_the_protocol(path, validate):
    stream = json.loads(path.read_text())
    assert stream["header"]["made_by"].startswith("python scripts/record_stream.py OUT")
    for step in stream["steps"]:
        if step["kind"] != "restart":
            validate(step["kind"], step["data"])
    samples = [step["data"] for step in stream["steps"] if step["kind"] == "sample"]
    assert {"running", "ended"} <= {sample["phase"] for sample in samples}


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_the_header_names_the_accelerator_that_samples_were_on(path):
    stream = json.loads(path.read_text())
    samples = [step["data"] for step in stream["steps"] if step["kind"] == "sample"]
    used = {sample["mem"]["device"] for sample in samples} - {None, "cpu"}
    assert stream["header"]["device"] == (used.pop() if used else "cpu")


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_a_stream_names_no_folder_and_is_small(path):
    text = path.read_text()
    assert not re.search(r"/(home|Users|root|work)/", text)
    assert len(text) < 100_000
