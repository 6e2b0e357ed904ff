"""What `cp.trust` shows: a card of what the comparisons saw."""

from __future__ import annotations

from typing import Any

from devicelab.agent import report
from devicelab.diagnosis.sheet import GLYPHS
from devicelab.trust import check_device, words

from . import display

_GLYPHS = {"agrees": "✓", "differs": "✗", "nothing": "○", "not_run": "○"}


def card() -> dict[str, Any]:
    """Run the comparisons and make their forms; nothing raises."""
    done = check_device()
    glyph = GLYPHS[done.lack.shape] if done.lack else _GLYPHS[done.status]
    issue = words.issue_text(done, report())
    return display.note_card(glyph, words.headline(done), words.remarks(done), issue or "")
