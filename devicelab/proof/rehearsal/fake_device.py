"""A device without kernels: shapes, dtypes and devices propagate, no number is computed.

It is a PyTorch backend made in Python, over fake tensors. A forgotten `.to()` raises here
as on an accelerator. Registering it changes `torch.accelerator` for the whole process, so
it lives in the rehearsal process alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAME = "rehearsal"
LIMIT = "the rehearsal device has no numbers, so it can't run this code"


class Unavailable(RuntimeError):  # noqa: N818 - it names what happened
    """This release of torch has not what it takes; the text says what is missing."""


def check_available() -> None:
    """Look for the private parts of torch that this needs.

    Raises:
        Unavailable: one is missing in this release.
    """
    import importlib

    import torch

    needed = (
        ("torch._subclasses.fake_tensor", "FakeTensorMode"),
        ("torch.utils.backend_registration", "_setup_privateuseone_for_python_backend"),
        ("torch._C", "_swap_tensor_impl"),
    )
    for module, name in needed:
        try:
            found = hasattr(importlib.import_module(module), name)
        except ImportError:
            found = False
        if not found:
            raise Unavailable(f"torch {torch.__version__} has no `{module}.{name}`")


@contextmanager
def entered() -> Iterator[None]:
    """Make the device and have every tensor made inside be a fake one.

    Raises:
        Unavailable: as `check_available`, or the registration failed.
    """
    check_available()
    import torch
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

    try:
        _setup_privateuseone_for_python_backend(NAME)
    except Exception as error:
        raise Unavailable(f"torch {torch.__version__} refused the device: {error}") from error
    torch.utils.swap_tensors = _swap
    # `Module.to` then swaps a parameter for its moved self in place of setting its data.
    torch.__future__.set_swap_module_params_on_conversion(True)
    with _without_constants_elsewhere(FakeTensorMode)():
        yield


def _without_constants_elsewhere(mode: Any) -> Any:
    """Give the mode, made to forget the true number behind a `torch.tensor(0)` that moves.

    One of BatchNorm's buffers is such a tensor. The mode would move the number as well, to a
    device that has no kernel for it: torch 2.13 raises there, and 2.11 ends the process.
    """
    return type(mode.__name__, (mode,), {"avoid_device_init": True})


def _swap(one: Any, other: Any) -> None:
    """Swap two tensors as `torch.utils.swap_tensors`, which refuses where a weak reference exists."""
    import torch

    one.__class__, other.__class__ = other.__class__, one.__class__
    one.__dict__, other.__dict__ = other.__dict__, one.__dict__
    torch._C._swap_tensor_impl(one, other)


def is_fake_tensors(error: BaseException) -> bool:
    """Say whether it is an error of the fake tensors' own, not one that a device would give."""
    return type(error).__module__ == "torch._subclasses.fake_tensor"


def is_mixing(error: BaseException) -> bool:
    """Say whether tensors of two devices met; the wording depends on torch's release."""
    return any(w in str(error) for w in ("on the same device", "two different devices"))


def is_limit(error: BaseException) -> bool:
    """Say whether the fake device, not the answer, is at fault."""
    if is_fake_tensors(error):
        return not is_mixing(error)
    # A true tensor, made outside or with numbers that are known, has no kernel to move it.
    return isinstance(error, NotImplementedError) and f"from the '{NAME}' backend" in str(error)
