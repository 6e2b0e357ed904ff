"""A ledger read again says what it would say read anew, and its old lines are not looked at twice."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from devicelab.checkpoint import ledger, reading
from devicelab.checkpoint.reading import parse, parsed

LINES = st.lists(
    st.one_of(
        st.integers(0, 9).map(lambda n: json.dumps({"n": n}).encode()),
        st.binary(max_size=12).filter(lambda b: b"\n" not in b),
        st.sampled_from([b"[]", b"{}", b'{"n": NaN}', b""]),
    ),
    max_size=8,
)


def even(entry):
    return entry.get("n", 1) % 2 == 0


@settings(deadline=None, max_examples=150)
@given(files=st.lists(st.tuples(LINES, st.binary(max_size=3)), min_size=2, max_size=5))
def test_it_says_what_a_fresh_reading_says(files):
    """Files that have nothing to do with each other, and each one growing."""
    place = Path("one")
    try:
        for lines, torn in files:
            grown = b""
            for line in [*lines, None]:
                grown += b"" if line is None else line + b"\n"
                content = grown + torn.replace(b"\n", b"")
                assert parsed(place, content, even) == parse(content, even)
    finally:
        reading._known.pop((place, even), None)


def test_only_what_was_added_is_looked_at(tmp_path):
    path, looked_at = tmp_path / "ledger.jsonl", []

    def fits(entry):
        looked_at.append(entry["n"])
        return True

    for n in range(50):
        ledger.append(path, lambda earlier, n=n: {"n": n, "before": len(earlier.entries)}, fits)
    found = ledger.read(path, fits)
    assert looked_at == list(range(50))
    assert [e["before"] for e in found.entries] == list(range(50))
    assert found.problems == []


def test_a_line_changed_after_it_was_read_is_seen(tmp_path):
    path = tmp_path / "ledger.jsonl"
    for n in range(5):
        ledger.append(path, lambda _, n=n: {"n": n})
    assert ledger.read(path).problems == []
    path.write_bytes(path.read_bytes().replace(b'"n":1', b'"n":7'))
    found = ledger.read(path)
    assert [e["n"] for e in found.entries] == [0, 7, 2, 3, 4]
    assert found.problems == ["Line 3 does not follow from the line before it."]


def test_a_shorter_file_is_read_anew(tmp_path):
    path = tmp_path / "ledger.jsonl"
    for n in range(5):
        ledger.append(path, lambda _, n=n: {"n": n})
    kept = path.read_bytes()
    ledger.read(path)
    path.write_bytes(kept[: kept.index(b"\n") + 1])
    assert [e["n"] for e in ledger.read(path).entries] == [0]


def test_what_is_handed_out_may_be_taken_apart(tmp_path):
    path = tmp_path / "ledger.jsonl"
    ledger.append(path, lambda _: {"n": 0})
    ledger.read(path).entries.clear()
    assert [e["n"] for e in ledger.read(path).entries] == [0]


def test_a_large_file_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "REMEMBERED", 100)
    path = tmp_path / "ledger.jsonl"
    for n in range(5):
        ledger.append(path, lambda _, n=n: {"n": n})
    held, _ = reading._known[path, reading.anything]
    assert len(held) <= 100
    assert [e["n"] for e in ledger.read(path).entries] == list(range(5))
