"""The doctor: a report that follows its schema, and the device in the first line."""

from __future__ import annotations

import builtins
import json
import pathlib
import subprocess
import sys

import jsonschema
import pytest

from devicelab.cli import doctor
from devicelab.cli.program import main

SCHEMA = json.loads(
    (pathlib.Path(__file__).parents[2] / "protocol" / "report.schema.json").read_text()
)


def report(**changes):
    unknown = {"built": False, "available": False}
    made = {
        "chip": {
            "name": "Apple M1 Pro",
            "threads": 10,
            "cores": [{"name": "Performance", "count": 8}],
        },
        "memory_total": 16 * 2**30,
        "os": {"system": "Darwin", "label": "macOS 15.3"},
        "python": {"version": "3.11.4", "machine": "arm64"},
        "torch": {"state": "loaded", "version": "2.13.0", "error": None},
        "backends": {"mps": {"built": True, "available": True}, "cuda": unknown, "xpu": unknown},
        "device": "mps",
        "accelerator": {"name": "Apple M1 Pro", "memory": None, "cores": 14},
    }
    return {**made, **changes}


def test_json_follows_the_schema_with_and_without_torch(capsys):
    for arguments, states in ((["--no-torch"], {"installed", "loaded"}), ([], {"loaded"})):
        assert main(["doctor", "--json", *arguments]) == 0
        made = json.loads(capsys.readouterr().out)
        jsonschema.validate(made, SCHEMA)
        assert made["torch"]["state"] in states


def test_no_torch_really_leaves_torch_out():
    code = "import sys; from devicelab.cli import main; main(['doctor', '--no-torch']); sys.exit('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "not known: torch was not imported" in ended.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("changes", "error", "first"),
    [
        ({}, "", "PyTorch would use MPS (Apple GPU) here: Apple M1 Pro, 14 cores."),
        ({"accelerator": None}, "", "PyTorch would use MPS (Apple GPU) here."),
        ({"device": "cpu"}, "", "PyTorch would use the CPU here"),
        ({"device": None}, "", "Which device PyTorch would use is not known"),
        ({"device": None}, "ImportError: libx.so", "It says: ImportError: libx.so"),
        (
            {"torch": {"state": "absent", "version": None, "error": None}, "device": None},
            "ModuleNotFoundError: x",
            'pip install "devicelab[lab]"',
        ),
    ],
)
def test_the_first_line_says_the_device(changes, error, first):
    assert first in doctor.lines(report(**changes), error)[0]


def test_what_is_not_reported_is_said_so():
    bare = report(
        chip={"name": None, "threads": None, "cores": []},
        memory_total=None,
        backends={name: {"built": None, "available": None} for name in ("mps", "cuda", "xpu")},
    )
    text = "\n".join(doctor.lines(bare, ""))
    assert text.count("not reported") == 4
    assert "None" not in text


def test_a_broken_torch_is_a_sentence_and_code_1(monkeypatch, capsys):
    real = builtins.__import__

    def broken(name, *args, **kwargs):
        if name == "torch":
            raise OSError("cannot load\nlibtorch_cpu.so: no such file")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", broken)
    assert main(["doctor"]) == 1
    told = capsys.readouterr()
    assert "OSError: libtorch_cpu.so: no such file" in told.out.splitlines()[0]
    assert "Traceback" not in told.out + told.err
