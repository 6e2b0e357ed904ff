"""Writes the figures of `protocol/texts.json` into docs/panel.md, between its two marks.

Usage: panel_page.py. A test fails when the page is not what this writes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "panel.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def page() -> str:
    """The page with the sentences as they are now."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return before + "\n".join([BEGIN, *rows(), END]) + after


def rows() -> list[str]:
    """One line a figure: its name, its sentence, and the module that teaches it."""
    texts = json.loads((ROOT / "protocol" / "texts.json").read_text(encoding="utf-8"))
    return [
        f"Not written yet of the modules that teach them: {missing(texts['lessons'])}.",
        "",
        "| figure | meaning | taught in |",
        "|---|---|---|",
        *(
            f"| **{figure['name']}** | {figure['sentence']} "
            f"| {figure['module'][1:]}: {texts['lessons'][figure['module']]} |"
            for figure in texts["figures"].values()
        ),
    ]


def missing(lessons: dict[str, str]) -> str:
    """The numbers of the modules that are not written yet."""
    source = ROOT / "notebooks" / "source"
    return ", ".join(m[1:] for m in lessons if not (source / f"module{m[1:]}.py").exists())


if __name__ == "__main__":
    sys.exit(0 if PAGE.write_text(page(), encoding="utf-8") else 1)
