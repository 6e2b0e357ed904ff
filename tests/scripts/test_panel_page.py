"""docs/panel.md: its figures, and its pictures."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from live_kernel import ROOT

SHOW = "import sys; sys.path.insert(0, sys.argv[1]); import panel_page; sys.stdout.buffer.write(panel_page.page().encode())"
PAGE = ROOT / "docs" / "panel.md"


def test_the_figures_are_not_stale():
    made = subprocess.run(
        [sys.executable, "-c", SHOW, str(ROOT / "scripts")], check=True, capture_output=True
    )
    assert made.stdout.decode() == PAGE.read_text(encoding="utf-8"), (
        "run: python scripts/panel_page.py"
    )


def test_its_pictures_are_there():
    named = re.findall(r"\]\((images/[^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 6
    assert [name for name in named if not (PAGE.parent / name).is_file()] == []


def test_each_figure_of_the_page_is_in_the_panel():
    figures = json.loads((ROOT / "protocol" / "texts.json").read_text(encoding="utf-8"))["figures"]
    drawn = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "src" / "view").glob("*.tsx"))
    # The memory bar's parts and marks bear the names of their figures.
    drawn += (ROOT / "src" / "model" / "memory.ts").read_text(encoding="utf-8")
    assert [name for name in figures if not re.search(rf"['\"]{name}['\"]", drawn)] == []
