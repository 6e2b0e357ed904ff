"""How a claim about a device is proved."""

from __future__ import annotations
