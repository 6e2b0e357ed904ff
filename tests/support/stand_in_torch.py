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


def _torch(release: str, **parts: Any) -> types.ModuleType:
    torch = types.ModuleType("torch")
    plain = {
        "__version__": release,
        "Tensor": type("Tensor", (), {}),
        "_C": _space(),
        "version": _space(cuda=None, hip=None),
        "xpu": _space(_is_compiled=_says(False), is_initialized=_says(False)),
        "cuda": _space(
            is_initialized=_says(False),
            _device_count_nvml=_forbidden,
            _is_in_bad_fork=_says(False),
        ),
        "mps": _space(_is_in_bad_fork=_says(False)),
        "backends": _space(
            mps=_space(is_built=_says(False), is_available=_says(False)),
            cuda=_space(is_built=_says(False)),
        ),
    }
    for name, value in {**plain, **parts}.items():
        setattr(torch, name, value)
    return torch


def mac(
    version: str = "2.13.0",
    *,
    used: bool = True,
    name: str = "Apple M3 Pro",
    recommended: int = 24 * GIB,
) -> types.ModuleType:
    """A Mac with 36 GiB; `used`: the learner has made an MPS tensor.

    What each release has is in the facts about torch.mps: `recommended_max_memory`
    from 2.5, name and cores from 2.9, a safe question about the allocator, the
    largest buffer and peaks from 2.13.
    """
    release = tuple(int(part) for part in version.split(".")[:2])
    newest = release >= (2, 13)
    memory = {
        "current_allocated_memory": _says(3 * GIB) if used else _forbidden,
        "driver_allocated_memory": _says(5 * GIB) if used else _forbidden,
        "_is_in_bad_fork": _says(False),
    }
    if release >= (2, 5):
        memory["recommended_max_memory"] = _says(recommended) if used else _forbidden
    mps = _space(is_built=_says(True), is_available=_says(True))
    mps.is_macos_or_newer = _says(True)
    if release >= (2, 9):
        mps.get_name, mps.get_core_count = _says(name), _says(18)
    # Before 2.13 the question raises an internal assert.
    inner = _space(_accelerator_isAllocatorInitialized=_says(used) if newest else _forbidden)
    if newest:
        inner._mps_maxBufferLength = _says(18 * GIB) if used else _forbidden
    peaks = {"allocated_bytes.all.peak": 4 * GIB}
    return _torch(
        version,
        mps=_space(**memory),
        _C=inner,
        accelerator=_space(memory_stats=_says(peaks) if used and newest else _forbidden),
        backends=_space(mps=mps, cuda=_space(is_built=_says(False))),
    )


def nvidia(*, initialized: bool, nvml_count: int = 1) -> types.ModuleType:
    """A machine with an NVIDIA GPU; `initialized`: the learner has used it."""
    stats = {
        "allocated_bytes": {"all": {"current": 2 * GIB, "peak": 3 * GIB}},
        "reserved_bytes": {"all": {"current": 4 * GIB, "peak": 4 * GIB}},
    }
    uuid = "7d5b1f0e-0000-4000-8000-000000000000"
    facts = _space(name="NVIDIA H100 80GB HBM3", total_memory=79 * GIB, uuid=uuid)
    cuda = _space(
        is_initialized=_says(initialized),
        _device_count_nvml=_says(nvml_count),
        _is_in_bad_fork=_says(False),
        device_count=_says(max(nvml_count, 0)) if initialized else _forbidden,
        current_device=_says(0) if initialized else _forbidden,
        get_device_properties=_says(facts) if initialized else _forbidden,
        memory=_space(memory_stats_as_nested_dict=_says(stats) if initialized else _forbidden),
    )
    return _torch(
        "2.13.0+cu130",
        version=_space(cuda="13.0", hip=None),
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
