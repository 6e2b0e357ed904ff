"""Fixtures of the agent's tests."""

from __future__ import annotations

from stand_in_torch import no_torch, with_torch  # noqa: F401
