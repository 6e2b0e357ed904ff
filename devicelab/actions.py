"""What the buttons of the panel ask of an idle kernel, one expression a click."""

from __future__ import annotations

import sys
from typing import Any

from devicelab.clicks.shared import Answer

#: Bytes: some thousands of receipts, which are read in a tenth of a second.
_MOST_RECEIPTS = 4_000_000


def trust() -> Answer:
    """Compare the device with the CPU; protocol/trust.schema.json. torch must be imported already."""
    from devicelab.agent import report
    from devicelab.trust import Trust, check_device, words

    facts = report()
    done = check_device() if "torch" in sys.modules else Trust(None, sim=False)
    return Answer(words.as_json(done, facts))


def progress() -> Answer:
    """How the exercises stand by the receipts; they are left out where reading them would take long."""
    from devicelab.checkpoint import folder, receipts
    from devicelab.checkpoint.progress import outcomes

    file = folder.home() / receipts.FILE
    long = file.is_file() and file.stat().st_size > _MOST_RECEIPTS
    return Answer(items=None if long else outcomes())


def record_fallbacks(on: bool) -> Answer:
    """Begin or end recording; the report that says so."""
    from devicelab.proof import fallbacks

    if on:
        fallbacks.start()
    else:
        fallbacks.stop()
    return Answer(_agent().report())


def _agent() -> Any:
    """The agent that follows this kernel, which the page knows by its epoch; else our own."""
    from devicelab import agent

    return sys.modules.get(agent.HOLDER, agent)
