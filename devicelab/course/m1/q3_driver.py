"""m1.q3 on another device: a simulated Mac, or the accelerator that is there."""

from __future__ import annotations

from typing import Any, Callable

from devicelab.checkpoint.safely import full_type_name
from devicelab.proof.stage import Stage

from .q3_cases import is_still


def moved(stage: Stage, makes_copy: Callable[..., Any], x: Any) -> dict[str, Any]:
    """Ask about a move from the CPU to the stage's device.

    Returns:
        answer: what was said, None if it was no truth value; kind: its type; unchanged.
    """
    before = x.clone()
    answer = stage.call(makes_copy, x, device=stage.device)
    plain = type(answer) is bool
    return {
        "answer": answer if plain else None,
        "kind": full_type_name(answer),
        "unchanged": is_still(x, before),
    }
