"""A simulated Mac for the length of one test."""

from __future__ import annotations

import pytest

import devicelab
from devicelab.agent import backends
from devicelab.simulator import session


@pytest.fixture
def mac(monkeypatch):
    monkeypatch.delenv("PYTORCH_ENABLE_MPS_FALLBACK", raising=False)
    monkeypatch.setattr(session, "_warned", False)
    try:
        with devicelab.simulate("M2 Air 16 GB") as simulation:
            # An agent that was there before the first tensor.
            backends.note_variables()
            yield simulation
    finally:
        # A test that failed with a simulation of its own must not leave a Mac to the next.
        devicelab.simulate(None)
