"""What the agent says of a torch that is absent, half there or another file of that name."""

from __future__ import annotations

import importlib.machinery
import sys
import types

from devicelab.agent import report


def test_torch_that_is_not_there(no_torch):
    no_torch.setitem(sys.modules, "torch", None)
    found = report()["torch"]
    assert (found["state"], found["version"], found["error"]) == ("absent", None, None)
    assert found["build"] is found["bad_fork"] is None


def test_torch_that_is_being_imported(with_torch, validate):
    half = types.ModuleType("torch")
    half.__spec__ = importlib.machinery.ModuleSpec("torch", None)
    half.__spec__._initializing = True
    with_torch(half)
    found = report()
    validate("report", found)
    assert found["torch"]["state"] == "importing"
    assert found["device"] is None


def test_a_file_named_torch_is_not_taken_for_torch(with_torch, validate):
    with_torch(types.ModuleType("torch"))
    found = report()
    validate("report", found)
    assert found["torch"]["state"] == "broken"
    assert "not PyTorch" in found["torch"]["error"]


def test_an_import_that_failed_is_told(no_torch):
    no_torch.setitem(sys.modules, "torch._C", types.ModuleType("torch._C"))
    found = report()["torch"]
    assert found["state"] == "broken"
    assert "did not finish" in found["error"]
