"""Runs the comparisons and says what came of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from devicelab.agent import simulated
from devicelab.diagnosis import Diagnosis
from devicelab.diagnosis.importing import lack_of_torch

from .checks import CHECKS, Check

# Any number would do; a fixed one makes two runs alike.
_SEED = 7
_LONGEST = 300


@dataclass(frozen=True)
class Finding:
    """What one comparison saw.

    Attributes:
        status: `agrees`, `differs`, or `not_run` with a reason.
        difference: the largest difference from the CPU; None where it was not computed.
    """

    check: Check
    status: str
    difference: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Trust:
    """What came of all comparisons.

    Attributes:
        device: such as `mps:0`; None on a machine without an accelerator, or where none could be asked for.
        sim: whether the device is simulated.
        seconds: how long it took.
        lack: why torch can't be asked, where it can't.
        stopped: what torch raised before the first comparison, as text, where it did.
    """

    device: str | None
    sim: bool
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    lack: Diagnosis | None = None
    stopped: str | None = None

    @property
    def status(self) -> str:
        """`agrees`, `differs`, `not_run`, or `nothing` where there is nothing to compare."""
        if self.lack or self.stopped:
            return "not_run"
        if self.device is None:
            return "nothing"
        found = {finding.status for finding in self.findings}
        return next((word for word in ("differs", "agrees") if word in found), "not_run")

    def of(self, status: str) -> list[Finding]:
        """Give the findings of one status."""
        return [finding for finding in self.findings if finding.status == status]


def check_device(device: Any = None, checks: tuple[Check, ...] = CHECKS) -> Trust:
    """Compare a device with the CPU; under a second on an accelerator, at most 130 MiB on it.

    The learner's random state, default device and grad mode are left as they are. torch is
    imported if it was not; where it is missing or broken, that is what came of it. Never raises.

    Args:
        device: a `torch.device`; by default the accelerator in use, if there is one.
        checks: what to compare.
    """
    lack = lack_of_torch()
    sim = simulated.facts() is not None
    if lack is not None:
        return Trust(None, sim, lack=lack)
    try:
        return _compared(device, checks, sim)
    except Exception as error:  # noqa: BLE001 - a driver or a torch that is not whole raises anything
        return Trust(None, sim, stopped=_first_line(error))


def _compared(device: Any, checks: tuple[Check, ...], sim: bool) -> Trust:
    import torch

    wanted = _accelerator(torch) if device is None else torch.device(device)
    if wanted is None:
        return Trust(None, sim)
    began = time.perf_counter()
    with _plain_arithmetic(torch):
        findings = [_compare(torch, wanted, check) for check in checks]
    return Trust(str(wanted), sim, findings, time.perf_counter() - began)


def _accelerator(torch: Any) -> Any:
    accelerator = getattr(torch, "accelerator", None)
    if accelerator is not None:
        return accelerator.current_accelerator() if accelerator.is_available() else None
    for name in ("cuda", "mps"):
        module = torch.backends.mps if name == "mps" else torch.cuda
        if module.is_available():
            return torch.device(name)
    return None


@contextmanager
def _plain_arithmetic(torch: Any) -> Iterator[None]:
    # TensorFloat-32 rounds to ten bits on purpose: that is a choice, not a fault.
    precision = torch.get_float32_matmul_precision()
    convolutions = torch.backends.cudnn.allow_tf32
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = False
    try:
        with torch.no_grad():
            yield
    finally:
        torch.set_float32_matmul_precision(precision)
        torch.backends.cudnn.allow_tf32 = convolutions


def _compare(torch: Any, device: Any, check: Check) -> Finding:
    try:
        generator = torch.Generator(device="cpu").manual_seed(_SEED)
        inputs = check.inputs(torch, generator)
        expected = check.compute(torch, *(t.clone() for t in inputs))
        found = check.compute(torch, *(t.to(device) for t in inputs)).cpu()
    except Exception as error:  # noqa: BLE001 - what can't run is said, whatever it raised
        return Finding(check, "not_run", reason=_first_line(error))
    difference = _difference(torch, expected, found)
    return Finding(check, "agrees" if difference <= check.limit else "differs", difference)


def _difference(torch: Any, expected: Any, found: Any) -> float:
    if found.shape != expected.shape or found.dtype != expected.dtype:
        return float("inf")
    # float64 exists on the CPU, where both are by now; beyond 2**53 only equality counts.
    if not expected.is_floating_point():
        return 0.0 if torch.equal(expected, found) else float("inf")
    gap = (expected.double() - found.double()).abs()
    scaled = (gap / expected.double().abs().clamp(min=1.0)).max().item()
    return float("inf") if scaled != scaled else float(scaled)  # noqa: PLR0124 - NaN


def _first_line(error: Exception) -> str:
    line = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {line}"[:_LONGEST]
