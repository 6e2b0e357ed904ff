"""docs/diagnosis.md is what the data makes of it."""

from __future__ import annotations

import subprocess
import sys

from live_kernel import ROOT

SHOW = "import sys; sys.path.insert(0, sys.argv[1]); import diagnosis_page; sys.stdout.buffer.write(diagnosis_page.page().encode())"


def test_the_page_is_not_stale():
    made = subprocess.run(
        [sys.executable, "-c", SHOW, str(ROOT / "scripts")], check=True, capture_output=True
    )
    assert made.stdout.decode() == (ROOT / "docs" / "diagnosis.md").read_text(encoding="utf-8"), (
        "run: python scripts/diagnosis_page.py"
    )
