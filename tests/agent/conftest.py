"""Fixtures of the agent's tests."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from fake_nvml import nvml  # noqa: F401
from nvidia_gpu import nvidia  # noqa: F401
from simulated_mac import mac  # noqa: F401


@pytest.fixture
def no_torch(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A process in which torch and its parts have not been imported."""
    for name in [n for n in sys.modules if n == "torch" or n.startswith("torch.")]:
        monkeypatch.delitem(sys.modules, name)
    return monkeypatch


@pytest.fixture
def with_torch(no_torch: pytest.MonkeyPatch) -> Any:
    """`with_torch(module)`: the module is what `import torch` has left."""
    return lambda module: no_torch.setitem(sys.modules, "torch", module)
