"""A simulated Mac for tests that need one."""

from __future__ import annotations

from simulated_mac import mac  # noqa: F401
