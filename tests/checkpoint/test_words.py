"""The words of an outcome are the same in the text form and in JupyterLab."""

from __future__ import annotations

import re

from live_kernel import ROOT

from devicelab.checkpoint.verdict import WORDS


def test_the_renderer_says_what_the_text_says() -> None:
    source = (ROOT / "src" / "model" / "outcome.ts").read_text()
    told = re.findall(r"^    (\w+): trans\.__\('([^']+)'\),?$", source, re.MULTILINE)
    assert dict(told) == {outcome: word for outcome, (_, word) in WORDS.items()}
