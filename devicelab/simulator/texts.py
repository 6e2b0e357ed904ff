"""What torch says on a Mac, word for word, by release.

Source: the strings of the macOS wheels 2.4.1, 2.9.1, 2.13.0 and 2.14.1 and the issues
named beside a text. Only the sentences are kept here, nothing else of a wheel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FLOAT64 = (
    "Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. "
    "Please use float32 instead."
)
MIXED = (
    "Expected all tensors to be on the same device, but found at least two devices, mps:0 and cpu!"
)
PLACEHOLDER = "Placeholder storage has not been allocated on MPS device!"
NUMPY = (
    "can't convert mps:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to "
    "host memory first."
)
SHARED = "_share_filename_: only available on CPU"
PIN = "cannot pin 'torch.mps.FloatTensor' only dense CPU tensors can be pinned"
GRAD_DEVICE = "assigned grad has data located on a different device"
SET_DATA = (
    "Attempted to call `variable.set_data(tensor)`, but `variable` and `tensor` have "
    "incompatible tensor type."
)
DEEPCOPY = (
    "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol "
    "at the moment."
)
GENERATOR = "Expected a '{wanted}' device type for generator but found '{found}'"
LOW_WATERMARK = "invalid low watermark ratio {ratio:g}"
HIGH_WATERMARK = "invalid high watermark ratio {ratio:g}"
CONV_DEVICE = (
    "slow_conv2d_forward_mps: input(device='cpu') and weight(device=mps:0')  must be on the "
    "same device"
)
INVALID_BUFFER = "Invalid buffer size: {size}"
# pytorch#186430
UNKNOWN_ALLOCATOR = (
    'device_allocator INTERNAL ASSERT FAILED at "c10/core/CachingDeviceAllocator.h":253, please '
    "report a bug to PyTorch. Allocator for mps is not a DeviceAllocator."
)
ARGUMENT_DEVICE = "Tensor for argument {name} is on cpu but expected on mps"
_FALLBACK = (
    "The operator '{op}' is not currently supported on the MPS backend and will fall back to run "
    "on the CPU. This may have performance implications. (Triggered internally at simulated "
    "MPSFallback.mm)"
)
_TEMPORARY = (
    " As a temporary fix, you can set the environment variable `PYTORCH_ENABLE_MPS_FALLBACK=1` "
    "to use the CPU as a fallback for this op. WARNING: this will be slower than running "
    "natively on MPS."
)
_NOT_IMPLEMENTED = (
    "The operator '{op}' is not currently implemented for the MPS device. If you want this op to "
    "be considered for addition please comment on "
    "https://github.com/pytorch/pytorch/issues/141287 and mention use-case, that resulted in "
    "missing op as well as commit hash {commit}." + _TEMPORARY
)
_NOT_IMPLEMENTED_OLD = (
    "The operator '{op}' is not currently implemented for the MPS device. If you want this op to "
    "be added in priority during the prototype phase of this feature, please comment on "
    "https://github.com/pytorch/pytorch/issues/77764." + _TEMPORARY
)
_UNITS = (("GB", 30), ("MB", 20), ("KB", 10))

# Without MPS kernel, by the first release that this list is for: 2.6 from its
# native_functions.yaml and MPSFallback.mm. 2.9 is the list of the operators that issues name;
# svd, eigh and lstsq became native in June 2026 (pytorch#185954), eig is open (#195278).
_MISSING = {
    (0, 0): "linalg_eig _linalg_eigh linalg_lstsq linalg_qr linalg_matrix_exp geqrf ormqr "
    "linalg_householder_product cholesky_inverse kthvalue mode nanmedian igamma poisson binomial "
    "frexp gcd heaviside hardshrink max_unpool2d grid_sampler_3d unique_dim segment_reduce",
    (2, 9): "linalg_eig _linalg_eigh linalg_lstsq geqrf ormqr",
    (2, 14): "linalg_eig",
}
# Registered for the CPU whatever the environment says: they warn and never need the variable.
_ALWAYS_CPU = {
    (0, 0): "_linalg_svd embedding_renorm_ col2im upsample_nearest3d",
    (2, 14): "embedding_renorm_ col2im upsample_nearest3d",
}


def parse(version: str) -> tuple[int, int]:
    """Give (major, minor) of a version such as ``"2.8"`` or ``"2.13.0+cpu"``.

    Raises:
        ValueError: It is no version.
    """
    found = re.match(r"(\d+)\.(\d+)", version)
    if found is None:
        raise ValueError(f"{version!r} is no release of torch; one is written as 2.8 or 2.13.0.")
    return int(found[1]), int(found[2])


def _since(table: dict[tuple[int, int], str], release: tuple[int, int]) -> frozenset[str]:
    newest = max(first for first in table if first <= release)
    return frozenset(f"aten::{name}" for name in table[newest].split())


@dataclass(frozen=True)
class Texts:
    """The sentences of one release of torch, given as (major, minor)."""

    release: tuple[int, int]
    commit: str

    @classmethod
    def of(cls, version: str, commit: str = "") -> Texts:
        """Return those of a version such as ``"2.13.0+cpu"``."""
        return cls(parse(version), commit)

    def size(self, count: int) -> str:
        """`count` bytes as the allocator prints them: binary unit names since torch 2.8."""
        for unit, power in _UNITS:
            if count > 1 << power:
                named = unit if self.release < (2, 8) else unit[0] + "iB"
                return f"{count / (1 << power):.2f} {named}"
        return f"{count} bytes"

    def out_of_memory(self, held: int, other: int, allowed: int | None, wanted: int) -> str:
        """The allocator's text; sizes in bytes, `allowed` None without an upper limit."""
        most = "" if allowed is None else f", max allowed: {self.size(allowed)}"
        hint = (
            ""
            if allowed is None
            else " Use PYTORCH_MPS_HIGH_WATERMARK_RATIO=0.0 to disable upper limit for memory "
            "allocations (may cause system failure)."
        )
        return (
            f"MPS backend out of memory (MPS allocated: {self.size(held)}, other allocations: "
            f"{self.size(other)}{most}). Tried to allocate {self.size(wanted)} on private pool.{hint}"
        )

    def fallback(self, op: str) -> str:
        """The warning for an operator that runs on the CPU."""
        return _FALLBACK.format(op=op)

    def not_implemented(self, op: str) -> str:
        """The error for an operator that has no MPS kernel."""
        form = _NOT_IMPLEMENTED if self.release >= (2, 6) else _NOT_IMPLEMENTED_OLD
        return form.format(op=op, commit=self.commit)

    def mixed(self, function: str, argument: str) -> str:
        """The error where `function` got a CPU tensor as `argument` beside MPS tensors."""
        if function.startswith("conv"):
            return CONV_DEVICE
        if function in {"linear", "addmm"} and self.release >= (2, 6):
            return ARGUMENT_DEVICE.format(name=argument)
        graph = {"mm", "matmul", "__matmul__", "bmm", "baddbmm", "embedding", "linear", "addmm"}
        return PLACEHOLDER if function in graph else MIXED

    @property
    def missing(self) -> frozenset[str]:
        """Operators without MPS kernel that the environment variable lets run on the CPU."""
        return _since(_MISSING, self.release)

    @property
    def always_cpu(self) -> frozenset[str]:
        """Operators that run on the CPU with a warning, whatever the environment says."""
        return _since(_ALWAYS_CPU, self.release)
