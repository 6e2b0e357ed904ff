"""Whether this accelerator computes right: comparisons with the CPU on shapes that have gone wrong before."""

from __future__ import annotations

from .compare import Finding, Trust, check_device

__all__ = ["Finding", "Trust", "check_device"]
