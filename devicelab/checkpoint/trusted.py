"""What `cp.trust` shows: a card of what the comparisons saw."""

from __future__ import annotations

from typing import Any

from devicelab.agent import report
from devicelab.trust import Trust, check_device, words

from . import display

_GLYPHS = {"agrees": "✓", "differs": "✗", "nothing": "○", "not_run": "○"}


def card() -> dict[str, Any]:
    """Run the comparisons and make their forms; nothing raises."""
    try:
        done = check_device()
    except ImportError:
        return display.note_card(
            "○",
            "There is nothing to compare: this kernel's Python has no PyTorch.",
            ["Run `%pip install torch` in a cell, or choose another kernel."],
        )
    return _card(done)


def _card(done: Trust) -> dict[str, Any]:
    issue = words.issue_text(done, report())
    title = words.headline(done)
    return display.note_card(_GLYPHS[done.status], title, words.remarks(done), issue or "")
