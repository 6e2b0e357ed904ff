"""A verdict names the device that its type speaks of, or none."""

from __future__ import annotations

import pytest

from devicelab.agent import report
from devicelab.checkpoint import device

GPU = {"name": "A GPU", "memory": None, "cores": None}


@pytest.mark.parametrize(
    ("kind", "accelerator", "name"),
    [
        ("cpu", None, "A CPU"),
        ("cuda", None, None),  # CUDA is there and not yet initialised
        ("xpu", None, None),
        ("cuda", GPU, "A GPU"),
        ("mps", {**GPU, "name": None}, None),
        (None, None, None),
    ],
)
def test_the_name_belongs_to_the_type(monkeypatch, kind, accelerator, name):
    told = {**report(), "device": kind, "accelerator": accelerator}
    told["chip"] = {**told["chip"], "name": "A CPU"}
    monkeypatch.setattr(device, "report", lambda: told)
    assert device.facts().short() == {"type": kind, "name": name}
