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


def test_nothing_else_of_the_environment_is_told(unset):
    unset.setenv("SECRET_TOKEN", "hunter2")
    unset.setenv("PYTORCH_SECRET", "hunter2")
    assert "hunter2" not in str(Variables().describe())


def test_a_long_value_is_clipped(unset):
    unset.setenv("CUDA_VISIBLE_DEVICES", "0," * 10_000)
    (entry,) = Variables().describe()
    assert len(entry["value"]) == 128
    assert len(os.environ["CUDA_VISIBLE_DEVICES"]) == 20_000
