"""A driver that does nothing, so that the bench can time the rest."""

from __future__ import annotations

from typing import Any

from devicelab.proof.stage import Stage


def nothing(stage: Stage) -> dict[str, Any]:
    """Drive no answer: say how long it took to become the stage, in milliseconds."""
    return {"entered_ms": stage.entered_ms}
