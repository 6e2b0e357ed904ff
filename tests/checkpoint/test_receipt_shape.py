"""The reader's own idea of a receipt agrees with protocol/receipt.schema.json."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from devicelab.checkpoint.receipt_shape import is_receipt

SCHEMA = json.loads((Path(__file__).parents[2] / "protocol" / "receipt.schema.json").read_text())
VALID = jsonschema.Draft7Validator(SCHEMA)
RECEIPT = {
    "v": 1,
    "course": "c",
    "course_version": "0.1",
    "item": "m1.q1",
    "attempt": 1,
    "outcome": "failed",
    "message_id": "cuda_only",
    "subchecks": [{"name": "on a Mac", "status": "failed", "message_id": "wrong_mps"}],
    "points": 0.0,
    "max_points": 1.0,
    "started": "2026-01-02T03:04:05Z",
    "ms": 1.5,
    "device": {"type": "cpu", "name": None, "torch": "2.6", "python": "3.9.1", "os": "Linux"},
    "sim": False,
    "rehearsed": False,
    "skip": {"code": "no_torch", "text": "t"},
    "nonce": "0123456789abcdef",
    "inputs_sha256": None,
    "answer_sha256": "a" * 64,
    "bank": "b" * 64,
    "revision": 1,
    "hints_shown": 0,
    "solution_shown": False,
    "learner": "0123456789abcdef",
    "prev": "0" * 64,
}
PLACES = [(k,) for k in RECEIPT] + [("device", k) for k in RECEIPT["device"]]
PLACES += [
    ("skip", "code"),
    ("skip", "text"),
    *(("subchecks", 0, k) for k in RECEIPT["subchecks"][0]),
]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2_000_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "m1.q1", "m0.q1", "passed", "cpu", "a" * 64, "f" * 16, "x" * 501, "A-b"]),
    st.just([]),
    st.just({}),
    st.just([{}]),
)


def test_the_sample_is_a_receipt():
    VALID.validate(RECEIPT)
    assert is_receipt(RECEIPT)


@given(st.sampled_from(PLACES), ODD)
def test_a_changed_field(place, value):
    changed = copy.deepcopy(RECEIPT)
    *path, last = place
    inner = changed
    for step in path:
        inner = inner[step]
    inner[last] = value
    # JSON Schema takes 1.0 for an integer and for the constant 1; the reader is stricter.
    if not (isinstance(value, float) and value.is_integer()):
        assert is_receipt(changed) == VALID.is_valid(changed)


@given(st.sampled_from(PLACES))
def test_a_field_left_out(place):
    changed = copy.deepcopy(RECEIPT)
    *path, last = place
    inner = changed
    for step in path:
        inner = inner[step]
    del inner[last]
    assert is_receipt(changed) is VALID.is_valid(changed) is False


@given(
    st.sampled_from(["lane", "shared"]),
    st.one_of(ODD, st.sampled_from(["simulated", "mps", "tpu", True, False])),
)
def test_a_field_that_older_receipts_lack(name, value):
    changed = {**RECEIPT, name: value}
    assert is_receipt(changed) == VALID.is_valid(changed)


@given(
    # Not with a line end last: Python's `$`, by which jsonschema judges, lets one pass.
    st.one_of(
        st.text(max_size=45).filter(lambda name: not name.endswith("\n")),
        st.sampled_from(["blue heron", " a", "a ", "Zoë", "a" * 41]),
    )
)
def test_a_pseudonym(name):
    changed = {**RECEIPT, "learner": name}
    assert is_receipt(changed) == VALID.is_valid(changed)


def test_a_field_too_many():
    assert not is_receipt({**RECEIPT, "user": "x"})
