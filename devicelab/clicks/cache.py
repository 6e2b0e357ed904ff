"""Have torch give back the memory that it keeps for reuse, and tell what that changed."""

from __future__ import annotations

from typing import Any

from .shared import Answer, find_agent


def answer() -> Answer:
    """The memory before and after, following `protocol/cache.schema.json`.

    Python's own garbage is not collected: that would run the learner's finalizers.
    Nothing is asked of an allocator that the learner has not used.
    """
    agent = find_agent()
    torch = agent.backends.loaded()
    reader = agent.memory.MemoryReader()
    reader.note_current_device()
    before = _held(reader)
    device = before["device"]
    if torch is None or before["allocated"] is None:
        return _told(device, "nothing", before, before)
    # By the module of the device: torch.accelerator.empty_cache came with 2.9.
    getattr(torch, device).empty_cache()
    return _told(device, "emptied", before, _held(reader))


def _held(reader: Any) -> dict[str, Any]:
    memory = reader.read()
    held = memory["driver"] if memory["device"] == "mps" else memory["reserved"]
    return {"device": memory["device"], "allocated": memory["allocated"], "held": held}


def _told(device: Any, status: str, before: dict[str, Any], after: dict[str, Any]) -> Answer:
    pair = [
        {"allocated": memory["allocated"], "held": memory["held"]} for memory in (before, after)
    ]
    return Answer(v=1, kind="cache", status=status, device=device, before=pair[0], after=pair[1])
