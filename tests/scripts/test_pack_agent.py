"""The packer: one expression from the agent's modules."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest
from live_kernel import ROOT, packed_agent

PACKER = ROOT / "scripts" / "pack_agent.py"


@pytest.fixture
def packer(tmp_path, monkeypatch):
    """The packer, reading modules from a temporary folder."""
    spec = importlib.util.spec_from_file_location("pack_agent", PACKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "AGENT", tmp_path)
    return module


def test_the_expression_runs_without_a_kernel_and_reports(validate):
    code = f"import json; print(json.dumps({packed_agent()['expression']}))"
    # Isolated: neither this checkout nor an installed devicelab is in reach.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    validate("report", json.loads(done.stdout))


def test_the_budget_is_held():
    assert len(packed_agent()["expression"].encode()) <= 25_000


def test_comments_docstrings_and_annotations_are_left_out(packer):
    source = (
        '"""Doc."""\n# why\ndef f(a: int) -> int:\n    """Doc."""\n    b: int = a\n    return b\n'
    )
    assert packer.lean(source) == "def f(a):\n b = a\n return b"


def test_a_function_of_a_docstring_alone_still_compiles(packer):
    compile(packer.lean('class A:\n    """Doc."""\n'), "a", "exec")


def test_modules_come_behind_what_they_import(packer):
    sources = {"": "from .b import x", "b": "from . import a", "a": "import os"}
    assert packer.in_order(sources) == ["a", "b", ""]


def test_modules_that_import_each_other_are_refused(packer):
    with pytest.raises(SystemExit, match="import each other"):
        packer.in_order({"a": "from . import b", "b": "from . import a"})


def test_too_much_agent_is_refused(packer, tmp_path):
    (tmp_path / "__init__.py").write_text("from .report import PROTOCOL\n")
    (tmp_path / "report.py").write_text(
        "PROTOCOL = 1\n" + "".join(f"x{i} = {i}\n" for i in range(5000))
    )
    with pytest.raises(SystemExit, match="more than 25000"):
        packer.pack()
