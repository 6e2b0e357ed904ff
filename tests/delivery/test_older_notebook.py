"""An older notebook beside a newer package: its first check says what is new, and counts as ever."""

from __future__ import annotations

import nbformat
import pytest
from lesson import ROOT, answered, executed, outputs, raised, verdicts

from devicelab.delivery.bank import entries
from devicelab.delivery.build import built, outlines
from devicelab.delivery.edition import Edition
from devicelab.version import course_version

# The version that is installed is the newer one here.
PLANT = f"""
from devicelab.course import changes

changes.CHANGES = {{
    {course_version()!r}: {{"m1": "m1.q6 takes arrays.", "m2": "Of another module."}},
    "0.0.1": {{"m1": "Known already."}},
    "99.0": {{"m1": "Not out."}},
}}
"""
KEPT = ("m1-q6-starter", "m1-q6-check", "m1-q7-starter", "m1-q7-check")


def shortened(version):
    """Module 1 as it is built for a version: the cell that says so, and two exercises answered."""
    bank = entries()
    made = outlines(ROOT / "notebooks" / "source", bank, ["m1"])
    data = built(made, bank, Edition(version))["module1.ipynb"]
    notebook = answered(nbformat.reads(data.decode(), as_version=4))
    said = next(c for c in notebook.cells if "cp.notebook(" in c.source)
    assert f'version="{version}"' in said.source
    notebook.cells = [said, *(c for c in notebook.cells if c.id in KEPT)]
    notebook.cells.insert(0, nbformat.v4.new_code_cell(PLANT))
    return notebook


@pytest.mark.parametrize(
    ("version", "said", "unsaid"),
    [
        ("0.0.9", "New: m1.q6 takes arrays. Your answers count as they are", "Not out."),
        ("99.0", "%pip install --upgrade devicelab", "New:"),
    ],
)
def test_the_first_check_says_it_once_and_blocks_nothing(tmp_path, version, said, unsaid):
    done = executed(shortened(version), tmp_path)
    assert raised(done) == []
    found = verdicts(done)
    assert {item: verdict["outcome"] for item, verdict in found.items()} == {
        "m1.q6": "passed",
        "m1.q7": "passed",
    }
    assert f"of course version {version}" in found["m1.q6"]["note"]
    assert said in found["m1.q6"]["note"]
    assert unsaid not in found["m1.q6"]["note"]
    assert "Known already" not in found["m1.q6"]["note"]
    assert "another module" not in found["m1.q6"]["note"]
    assert "course version" not in str(found["m1.q7"].get("note"))
    shown = next(o.data for name, o in outputs(done) if name == "m1-q6-check")
    assert said in " ".join(shown["text/plain"].split())
    assert said in " ".join(shown["text/html"].split())
