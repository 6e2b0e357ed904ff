"""The doctor: the diagnosis first, then facts and limits; and what a report must not hold."""

from __future__ import annotations

import builtins
import json
import os
import pathlib
import socket
import subprocess
import sys

import jsonschema
import pytest

from devicelab.cli import doctor
from devicelab.cli.program import main
from devicelab.diagnosis import facts, issue
from devicelab.diagnosis.sheet import sheet

ROOT = pathlib.Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "protocol" / "report.schema.json").read_text())
MAC = json.loads((ROOT / "tests" / "diagnosis" / "causes.json").read_text())["bases"]["mac"]
GIB = 2**30


def report(**changes):
    return {**MAC, **changes}


def told(**changes):
    return "\n".join(sheet(report(**changes)).lines())


def test_json_is_report_and_diagnosis_with_and_without_torch(capsys):
    for arguments, states in ((["--no-torch"], {"installed", "loaded"}), ([], {"loaded"})):
        assert main(["doctor", "--json", *arguments]) == 0
        made = json.loads(capsys.readouterr().out)
        jsonschema.validate(made["report"], SCHEMA)
        assert made["report"]["torch"]["state"] in states
        assert made["diagnosis"]["what"].endswith(".")
        # Only on an accelerator are two numbers added.
        assert (made["first_add"] is None) == (made["report"]["device"] in ("cpu", None))


def test_no_torch_really_leaves_torch_out():
    code = "import sys; from devicelab.cli import main; main(['doctor', '--no-torch']); sys.exit('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[0] == "○ torch not imported yet"


def test_the_first_line_says_the_device():
    assert told().splitlines()[0] == "● Apple GPU ready"
    assert told(device="cpu").splitlines()[0] == "▲ CPU only"
    assert told(torch={"state": "absent"}, device=None).splitlines()[0] == "○ torch not installed"


def test_a_mac_is_told_with_its_limits():
    mps = {"recommended": 24 * GIB, "limit": int(40.8 * GIB), "largest_buffer": 18 * GIB}
    text = told(mps=mps)
    assert "Apple M3 Pro, 6 Performance + 6 Efficiency cores, 18 GPU cores, 36.0 GiB" in text
    for name, size in (
        ("torch's hard limit", "40.8 GiB"),
        ("recommended by Metal", "24.0 GiB"),
        ("largest single buffer", "18.0 GiB"),
    ):
        assert f"{name:<23}{size}" in text


def test_what_is_not_reported_is_said_so():
    text = "\n".join(sheet({"device": "mps"}).lines())
    assert text.count("not reported") == 11
    assert "None" not in text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, "not reported"),
        (True, "not reported"),
        (-1, "not reported"),
        (0, "0 bytes"),
        (2**20, "1.0 MiB"),
        (36 * GIB, "36.0 GiB"),
    ],
)
def test_sizes_are_powers_of_1024(size, text):
    assert facts.gib(size) == text


def test_a_broken_torch_is_a_sentence_and_code_1(monkeypatch, capsys):
    real = builtins.__import__

    def broken(name, *args, **kwargs):
        if name == "torch":
            raise OSError("cannot load\nlibtorch_cpu.so: no such file")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", broken)
    for name in [n for n in sys.modules if n == "torch" or n.startswith("torch.")]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["doctor"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "◆ torch failed to import"
    assert "OSError: libtorch_cpu.so: no such file" in said.out
    assert "Traceback" not in said.out + said.err


def test_an_accelerator_that_takes_no_tensor_is_code_1_and_explained(monkeypatch, capsys):
    error = "RuntimeError: MPS backend out of memory (MPS allocated: 0 bytes, other allocations: 0 bytes, max allowed: 4.67 GB). Tried to allocate 256 bytes on shared pool."
    monkeypatch.setattr(doctor, "_first_add", lambda: {"works": False, "error": error})
    monkeypatch.setattr(doctor, "_report", lambda error: report())
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "◆ GPU not usable"
    assert "The GPU refused its first tensor" in out


def test_a_torch_that_exits_as_it_is_imported_does_not_end_the_doctor(tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit(3)\n")
    done = subprocess.run(
        [sys.executable, "-m", "devicelab", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )
    assert done.returncode == 1
    assert done.stdout.startswith("◆ torch failed to import\n")
    assert done.stderr == ""


SECRETS = {
    "DEVICELAB_SECRET": "s3cr3t-token-value",
    "PYTORCH_ENABLE_MPS_FALLBACK": "1",
    "PYTORCH_MPS_HIGH_WATERMARK_RATIO": "/Users/jane/secret dir/ratio",
}


def test_a_report_for_an_issue_holds_no_secret(tmp_path):
    home = tmp_path / "jane.doe"
    home.mkdir()
    user = "janedoe42"
    env = {**os.environ, **SECRETS, "HOME": str(home), "USER": user, "LOGNAME": user}
    done = subprocess.run(
        [sys.executable, "-m", "devicelab", "doctor", "--report"],
        capture_output=True,
        text=True,
        check=True,
        env=env,
        cwd=home,
    )
    assert "diagnosis: " in done.stdout
    hidden = [SECRETS["DEVICELAB_SECRET"], "jane", str(home), str(ROOT), sys.prefix]
    hidden += [socket.gethostname(), "/Users", "secret"]
    for text in hidden:
        assert text not in done.stdout + done.stderr


def hostile():
    """A report whose every free text holds what must not leave."""
    where = "/Users/jane doe/venv/lib/libtorch.so"
    return report(
        device=None,
        torch={"state": "broken", "version": "2.13.0", "error": f"OSError: {where} on {NAME}"},
        variables=[
            {"name": "PYTORCH_MPS_FAST_MATH", "value": "1", "late": True},
            {"name": "PYTORCH_MPS_LOW_WATERMARK_RATIO", "value": where, "late": None},
            {"name": "AWS_SECRET_ACCESS_KEY", "value": "abc", "late": None},
            {"name": "CUDA_VISIBLE_DEVICES", "value": "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6"},
        ],
        cuda={"devices": [{"name": "NVIDIA L4", "uuid": "GPU-8932f937-d72c"}], "driver": None},
        serial="C02XXXXXXX",
        hostname=NAME,
    )


NAME = "janes-macbook.local"


def test_only_listed_facts_get_into_a_report(monkeypatch):
    monkeypatch.setattr(issue.socket, "gethostname", lambda: NAME)
    monkeypatch.setattr(issue.getpass, "getuser", lambda: "jane doe")
    monkeypatch.setattr(issue.Path, "home", lambda: pathlib.PurePosixPath("/Users/jane doe"))
    text = issue.issue_text(hostile())
    for secret in ("jane", "/Users", "AWS", "abc", "C02XX", "8932f937", "venv"):
        assert secret not in text
    assert "- PYTORCH_MPS_FAST_MATH: 1 (set too late to count)" in text
    assert "- PYTORCH_MPS_LOW_WATERMARK_RATIO: (set)" in text
    assert "- CUDA_VISIBLE_DEVICES: (set)" in text
    assert "- GPU: NVIDIA L4" in text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/jane/x.so: cannot open", "<path>: cannot open"),
        (r"C:\Users\jane\torch.dll not found", "<path> not found"),
        ("~/miniforge/lib", "<path>"),
        ("a/b is no path, 3.1 GiB/s neither", "a/b is no path, 3.1 GiB/s neither"),
    ],
)
def test_paths_are_left_out(text, left):
    assert issue.harmless(text) == left
