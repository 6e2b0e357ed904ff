"""What a notebook claims, with which sources, and whether the unverified is stated as fact."""

from __future__ import annotations

import re

CITED = re.compile(r"\[(S\d+)\]")
LISTED = re.compile(
    r"^- \*\*(S\d+)\*\* \((code|doc|issue|page|run|gpu)(, unverified)?\) (.+)$", re.MULTILINE
)
HEDGED = re.compile(r"\b(says|said|report(s|ed)?|claims?|draws|we found no)\b", re.IGNORECASE)


def sentences(text):
    """Sentences of prose and single cells of tables."""
    pieces = [part for line in text.splitlines() for part in line.strip().split("|")]
    return [s for piece in pieces for s in re.split(r"(?<=[.?])\s+(?=[A-Z“\"*])", piece.strip())]


def unhedged(text):
    unsure = {key for key, _, mark, _ in LISTED.findall(text) if mark}
    told = text.split("## Sources")[0]
    return [
        sentence
        for sentence in sentences(told)
        if ({*CITED.findall(sentence)} & unsure or "unverified" in sentence)
        and not HEDGED.search(sentence)
    ]
