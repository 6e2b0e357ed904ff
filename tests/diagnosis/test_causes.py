"""Each cause from a report that must give it; the same table drives the TypeScript tests."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelab import diagnosis
from devicelab.agent import backends
from devicelab.diagnosis import conditions
from devicelab.diagnosis.data import table

CASES = json.loads((Path(__file__).parent / "causes.json").read_text(encoding="utf-8"))
CAUSES = table("diagnosis")["causes"]
READY = {"mps-ready": "mps", "rocm-ready": "cuda", "cuda-ready": "cuda", "xpu-ready": "xpu"}


def report(base, changes):
    made = copy.deepcopy(CASES["bases"][base])
    for path, value in changes.items():
        *way, last = path.split(".")
        place = made
        for name in way:
            place = place[name]
        place[last] = copy.deepcopy(value)
    return made


def reports():
    return [report(case["base"], case["changes"]) for case in CASES["cases"]]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_a_report_gives_its_cause_with_evidence(case):
    found = diagnosis.diagnose(report(case["base"], case["changes"]))
    assert found.code == case["code"]
    assert [[e.name, e.value] for e in found.evidence] == case["evidence"]
    assert case.get("what", found.what) == found.what
    assert "%" not in found.what + found.why + (found.act or "")


def test_every_cause_has_a_report():
    assert {case["code"] for case in CASES["cases"]} == {cause["code"] for cause in CAUSES}


@pytest.mark.parametrize(
    "case", [c for c in CASES["cases"] if c["base"] != "none"], ids=lambda case: case["name"]
)
def test_the_reports_follow_the_schema(case, validate):
    made = report(case["base"], case["changes"])
    made.pop("first_add", None)
    validate("report", made)


def test_the_order_decides():
    """Of two causes that both hold, the first speaks: without it, the other does."""
    under_rosetta = report("mac", {"python.machine": "x86_64", "host.translated": True})
    under_rosetta.update(device=None, torch={"state": "absent", "version": None, "error": None})
    held = [c["code"] for c in CAUSES if conditions.holds(c["when"], under_rosetta) is True]
    assert held[:2] == ["rosetta", "torch-absent"]
    assert diagnosis.diagnose(under_rosetta).code == "rosetta"


def test_the_agents_own_sentences_are_known():
    """Two causes are told apart by what the agent writes."""
    for sentence, code in (
        (backends.NOT_TORCH, "torch-shadowed"),
        (backends.UNFINISHED, "torch-half-imported"),
    ):
        torch = {"state": "broken", "version": None, "error": sentence}
        assert diagnosis.diagnose({"torch": torch}).code == code


def paths(value, way=()):
    yield way
    if isinstance(value, dict):
        for name, part in value.items():
            yield from paths(part, (*way, name))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_missing_facts_never_raise_and_never_claim(data):
    made = copy.deepcopy(data.draw(st.sampled_from(reports())))
    ways = [way for way in paths(made) if way]
    for way in data.draw(st.lists(st.sampled_from(ways), unique=True)) if ways else []:
        place = made
        for name in way[:-1]:
            place = place.get(name) if isinstance(place, dict) else None
        if isinstance(place, dict):
            if data.draw(st.booleans()):
                place.pop(way[-1], None)
            else:
                place[way[-1]] = None
    found = diagnosis.diagnose(made)
    cause = next(c for c in CAUSES if c["code"] == found.code)
    device = made.get("device")
    assert found.code not in READY or device == READY[found.code]
    for part in (found.what, found.why, found.act or ""):
        assert "None" not in part
    if found.code != "unknown":
        assert "not reported" not in [e.value for e in found.evidence]
        assert conditions.holds(cause["when"], {**made, "floors": floors(made)}) is True


def floors(made):
    from devicelab.diagnosis import tree

    return tree._floors(table("diagnosis")["floors"], made)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_junk_in_place_of_facts_never_raises(data):
    made = copy.deepcopy(data.draw(st.sampled_from(reports())))
    for name in list(made):
        if data.draw(st.booleans()):
            made[name] = data.draw(JUNK)
        elif isinstance(made[name], dict):
            made[name] = {key: data.draw(JUNK) for key in made[name]}
    assert diagnosis.diagnose(made).code in {cause["code"] for cause in CAUSES}


@pytest.mark.parametrize(
    ("release", "needed"),
    [
        ("2.3.1", None),
        ("2.4.1", "12.3"),
        ("2.6.0", "13.0"),
        ("2.8.0", "13.0"),
        ("2.9.0.dev20250101", "14.0"),
        ("2.14.1", "14.0"),
        ("2.15.0", "15.0"),
        ("3.0.0", "15.0"),
        ("nonsense", None),
        (None, None),
    ],
)
def test_the_macos_that_a_release_needs(release, needed):
    assert floors({"torch": {"version": release}})["macos"] == needed


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"fact": "a", "is": 1}, True),
        ({"fact": "a", "is": True}, False),
        ({"fact": "b", "is": 1}, None),
        ({"fact": "b", "known": False}, True),
        ({"not": {"fact": "b", "is": 1}}, None),
        ({"all": [{"fact": "a", "is": 2}, {"fact": "b", "is": 1}]}, False),
        ({"all": [{"fact": "a", "is": 1}, {"fact": "b", "is": 1}]}, None),
        ({"any": [{"fact": "a", "is": 1}, {"fact": "b", "is": 1}]}, True),
        ({"any": [{"fact": "a", "is": 2}, {"fact": "b", "is": 1}]}, None),
        ({"fact": "v", "below": "2.10"}, True),
        ({"fact": "v", "from": "2.9.0"}, True),
        ({"fact": "a", "below": "2.10"}, None),
    ],
)
def test_conditions_have_three_values(condition, truth):
    assert conditions.holds(condition, {"a": 1, "v": "2.9+cpu"}) is truth
