"""A stand-in for torch on machines that the tests don't have: only what the agent reads.

It computes nothing. Whatever the agent must not touch raises `TouchedError`.
"""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest

GIB = 2**30


class TouchedError(Exception):
    """The agent asked for something that it must leave alone."""


def _forbidden(*_: Any, **__: Any) -> Any:
    raise TouchedError


def _space(**fields: Any) -> types.SimpleNamespace:
    return types.SimpleNamespace(**fields)


def _says(value: Any) -> Any:
    return lambda *_, **__: value


def _torch(version: str, **parts: Any) -> types.ModuleType:
    torch = types.ModuleType("torch")
    plain = {
        "__version__": version,
        "Tensor": type("Tensor", (), {}),
        "_C": _space(),
        "xpu": _space(_is_compiled=_says(False), is_initialized=_says(False)),
        "cuda": _space(is_initialized=_says(False), _device_count_nvml=_forbidden),
        "mps": _space(),
        "backends": _space(
            mps=_space(is_built=_says(False), is_available=_says(False)),
            cuda=_space(is_built=_says(False)),
        ),
    }
    for name, value in {**plain, **parts}.items():
        setattr(torch, name, value)
    return torch


def mac(
    version: str = "2.13.0", *, used: bool = True, name: str = "Apple M3 Pro"
) -> types.ModuleType:
    """A Mac with 36 GiB; `used`: the learner has made an MPS tensor."""
    newest = tuple(int(part) for part in version.split(".")[:2]) >= (2, 13)
    memory = {
        "current_allocated_memory": _says(3 * GIB) if used else _forbidden,
        "driver_allocated_memory": _says(5 * GIB) if used else _forbidden,
        "recommended_max_memory": _says(24 * GIB) if used else _forbidden,
    }
    mps = _space(is_built=_says(True), is_available=_says(True))
    if newest:
        mps.get_name, mps.get_core_count = _says(name), _says(18)
    return _torch(
        version,
        mps=_space(**memory),
        # Before 2.13 the real one raises an internal assert.
        _C=_space(_accelerator_isAllocatorInitialized=_says(used) if newest else _forbidden),
        backends=_space(mps=mps, cuda=_space(is_built=_says(False))),
    )


def nvidia(*, initialized: bool, nvml_count: int = 1) -> types.ModuleType:
    """A machine with an NVIDIA GPU; `initialized`: the learner has used it."""
    stats = {
        "allocated_bytes": {"all": {"current": 2 * GIB}},
        "reserved_bytes": {"all": {"current": 4 * GIB}},
    }
    facts = _space(name="NVIDIA H100 80GB HBM3", total_memory=79 * GIB)
    cuda = _space(
        is_initialized=_says(initialized),
        _device_count_nvml=_says(nvml_count),
        current_device=_says(0) if initialized else _forbidden,
        get_device_properties=_says(facts) if initialized else _forbidden,
        memory=_space(memory_stats_as_nested_dict=_says(stats) if initialized else _forbidden),
    )
    return _torch(
        "2.13.0+cu130",
        cuda=cuda,
        backends=_space(
            mps=_space(is_built=_says(False), is_available=_says(False)),
            cuda=_space(is_built=_says(True)),
        ),
    )


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
