"""A simulated Mac and the agent for tests that need them."""

from __future__ import annotations

import sys

import pytest
from simulated_mac import mac  # noqa: F401

from devicelab import agent


@pytest.fixture(autouse=True)
def followed(monkeypatch):
    """The agent is there before anything can be clicked."""
    monkeypatch.setitem(sys.modules, agent.HOLDER, agent)
