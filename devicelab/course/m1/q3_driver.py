"""Asks an answer to m1.q3 about a move, on a stage with a second device."""

from __future__ import annotations

from typing import Any

from devicelab.proof.stage import Stage


def asked(stage: Stage, makes_copy: Any, x: Any) -> dict[str, Any]:
    """Ask about `x.to(the device)`, then about the same of a tensor that is there.

    Returns:
        For each the answer, or the name of its type where it is no truth value.
    """
    there = x.to(stage.device)
    return {
        "move": _said(stage.call(makes_copy, x, device=stage.device)),
        "stay": _said(stage.call(makes_copy, there, device=stage.device)),
    }


def _said(answer: Any) -> Any:
    return answer if type(answer) is bool else type(answer).__name__
