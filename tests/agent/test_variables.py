"""Whether a variable was set in time: torch reads each of them once."""

from __future__ import annotations

import os

import pytest

from devicelab.agent.variables import READ_AT, Variables

FALLBACK = "PYTORCH_ENABLE_MPS_FALLBACK"
RATIO = "PYTORCH_MPS_HIGH_WATERMARK_RATIO"
NOTHING = {"import": False, "mps": False, "cuda": False}
IMPORTED = {**NOTHING, "import": True}
USED = {**IMPORTED, "mps": True}


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    for name in READ_AT:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def _late(variables):
    return {entry["name"]: entry["late"] for entry in variables.describe()}


def test_what_is_not_set_is_not_listed():
    assert Variables().describe() == []


def test_set_before_the_import_is_in_time(unset):
    variables = Variables()
    variables.note(NOTHING)
    unset.setenv(FALLBACK, "1")
    variables.note(NOTHING)
    variables.note(IMPORTED)
    assert variables.describe() == [{"name": FALLBACK, "value": "1", "late": False}]


def test_set_after_the_import_is_late(unset):
    variables = Variables()
    variables.note(NOTHING)
    variables.note(IMPORTED)
    unset.setenv(FALLBACK, "1")
    variables.note(IMPORTED)
    assert _late(variables) == {FALLBACK: True}


def test_set_in_the_cell_that_imports_torch_is_not_known(unset):
    variables = Variables()
    variables.note(NOTHING)
    unset.setenv(FALLBACK, "1")
    variables.note(IMPORTED)
    assert _late(variables) == {FALLBACK: None}


def test_a_torch_that_was_there_first_leaves_it_unknown(unset):
    unset.setenv(FALLBACK, "1")
    variables = Variables()
    variables.note(IMPORTED)
    assert _late(variables) == {FALLBACK: None}


def test_the_watermark_is_read_with_the_first_tensor_not_with_the_import(unset):
    variables = Variables()
    variables.note(NOTHING)
    variables.note(IMPORTED)
    unset.setenv(RATIO, "0.5")
    variables.note(IMPORTED)
    assert _late(variables) == {RATIO: False}
    variables.note(USED)
    unset.setenv(RATIO, "0.7")
    assert _late(variables) == {RATIO: True}


def test_taken_away_after_the_import_it_still_counts(unset):
    variables = Variables()
    unset.setenv(FALLBACK, "1")
    variables.note(NOTHING)
    variables.note(IMPORTED)
    unset.delenv(FALLBACK)
    assert variables.describe() == [{"name": FALLBACK, "value": "1", "late": False}]
    variables.note(IMPORTED)
    assert variables.describe() == [{"name": FALLBACK, "value": "1", "late": False}]


def test_changed_after_the_import_what_was_read_comes_first(unset):
    variables = Variables()
    unset.setenv(FALLBACK, "1")
    variables.note(NOTHING)
    variables.note(IMPORTED)
    unset.setenv(FALLBACK, "0")
    assert variables.describe() == [
        {"name": FALLBACK, "value": "1", "late": False},
        {"name": FALLBACK, "value": "0", "late": True},
    ]


@pytest.mark.parametrize("passed", [NOTHING, IMPORTED])
def test_taken_away_before_it_was_read_or_nobody_knows_when_it_is_not_listed(unset, passed):
    variables = Variables()
    unset.setenv(FALLBACK, "1")
    variables.note(NOTHING)
    unset.delenv(FALLBACK)
    variables.note(passed)
    assert variables.describe() == []


def test_what_torch_has_read_is_known_only_where_nothing_changed_meanwhile(unset):
    variables = Variables()
    assert variables.read(RATIO) == (False, None)
    variables.note(IMPORTED)
    unset.setenv(RATIO, "0.5")
    # In the cell that also makes the allocator, or not: nobody has looked since.
    assert variables.read(RATIO)[0] is False
    variables.note(IMPORTED)
    assert variables.read(RATIO) == (True, "0.5")
    variables.note(USED)
    unset.setenv(RATIO, "0.7")
    assert variables.read(RATIO) == (True, "0.5")


def test_another_simulated_mac_reads_its_watermarks_anew(unset):
    variables = Variables()
    unset.setenv(RATIO, "0.5")
    for passed in (IMPORTED, USED, IMPORTED):
        variables.note(passed)
    unset.setenv(RATIO, "0.7")
    variables.note(IMPORTED)
    variables.note(USED)
    assert variables.describe() == [{"name": RATIO, "value": "0.7", "late": False}]


def test_nothing_else_of_the_environment_is_told(unset):
    unset.setenv("SECRET_TOKEN", "hunter2")
    unset.setenv("PYTORCH_SECRET", "hunter2")
    assert "hunter2" not in str(Variables().describe())


def test_a_long_value_is_clipped(unset):
    unset.setenv("CUDA_VISIBLE_DEVICES", "0," * 10_000)
    (entry,) = Variables().describe()
    assert len(entry["value"]) == 128
    assert len(os.environ["CUDA_VISIBLE_DEVICES"]) == 20_000
