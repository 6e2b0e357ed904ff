"""The text for an issue; the same table drives the TypeScript tests.

Run as a program it writes the table anew from the Python side.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from devicelab.diagnosis import issue
from devicelab.version import course_version

HERE = Path(__file__).parent
TABLE = HERE / "issues.json"
CAUSES = json.loads((HERE / "causes.json").read_text(encoding="utf-8"))
# One of each kind of machine, and one whose every word is a name or a path.
WANTED = (
    "an M3 Pro",
    "an M3 Pro, simulated",
    "a forked child of a kernel that used the GPU",
)
HOSTILE = {
    "chip.name": "/Users/jane/chip and C:\\Users\\jane\\x",
    "os.label": "~/secret/os",
    "variables": [
        {"name": "CUDA_VISIBLE_DEVICES", "value": "/home/jane/gpus", "late": True},
        {"name": "PYTORCH_ENABLE_MPS_FALLBACK", "value": "1", "late": False},
        {"name": "HOME", "value": "/home/jane", "late": None},
    ],
}


def reports():
    """The reports of the table, by name."""
    named = {case["name"]: case for case in CAUSES["cases"]}
    last = [case["name"] for case in CAUSES["cases"] if case["base"] == "linux"]
    found = {name: made(named[name]) for name in (*WANTED, *last)}
    return {**found, "hostile": made({"base": "mac", "changes": HOSTILE})}


def made(case):
    """A report from a base by changes at dotted paths."""
    report = copy.deepcopy(CAUSES["bases"][case["base"]])
    for path, value in case["changes"].items():
        *way, last = path.split(".")
        place = report
        for name in way:
            place = place[name]
        place[last] = copy.deepcopy(value)
    return report


def texts():
    """The table, without the line of the version."""
    lines = {name: issue.issue_text(report).splitlines()[1:] for name, report in reports().items()}
    return {"hostile": HOSTILE, "texts": lines}


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """This machine's own names are no part of the table."""
    monkeypatch.setattr(issue, "_names", set)


def test_the_table_is_what_python_says():
    assert json.loads(TABLE.read_text(encoding="utf-8")) == texts()


def test_the_first_line_is_the_version():
    first = issue.issue_text(reports()["an M3 Pro"]).splitlines()[0]
    assert first == f"devicelab {course_version()}"


def test_no_name_and_no_path_gets_in():
    text = issue.issue_text(reports()["hostile"])
    assert not any(word in text for word in ("jane", "secret", "HOME", "gpus"))
    assert "CUDA_VISIBLE_DEVICES: (set) (set too late to count)" in text


def test_a_simulated_machine_is_called_so():
    assert "Simulated Mac" in issue.issue_text(reports()["an M3 Pro, simulated"]).splitlines()[2]


if __name__ == "__main__":
    issue._names = set
    TABLE.write_text(json.dumps(texts(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
