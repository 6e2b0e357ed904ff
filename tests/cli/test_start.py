"""Starting for real: JupyterLab answers, and every refusal is a sentence with code 2."""

from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from devicelab.cli import jupyter, start
from devicelab.cli.program import main

PATIENCE_S = 60
ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path):
    """Return an environment in which Jupyter touches nothing outside ``tmp_path``."""
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    made = {name: str(tmp_path / "home" / name.lower()) for name in names}
    return {**os.environ, **made, "JUPYTER_TOKEN": "secret", "PYTHONPATH": str(ROOT)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(folder, port, environment, *arguments):
    command = [sys.executable, "-m", "devicelab", "start", str(folder), "--no-browser", "--"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def fetched(process, port, path):
    """Return the answer to a GET once there is one; fail when the process ends before."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": "token secret"}
    )
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        assert process.poll() is None, process.stdout.read()
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.geturl(), answer.read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no answer from {path} within {PATIENCE_S} s")


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        return process.communicate(timeout=PATIENCE_S)[0]
    finally:
        process.kill()
        process.wait()


def test_the_course_opens_in_jupyterlab_and_sigterm_ends_it(tmp_path, environment):
    folder, port = tmp_path / "my lessons", free_port()
    process = launch(folder, port, environment)
    try:
        _, body = fetched(process, port, "/api/contents/module1.ipynb?content=0")
        landed, _ = fetched(process, port, "/")
    finally:
        told = stop(process)
    assert json.loads(body)["type"] == "notebook"
    assert landed.endswith("/lab/tree/module1.ipynb")
    assert (folder / ".devicelab" / "shipped.json").is_file()
    assert f"The course is in {folder}" in told
    assert ("--allow-root" in told) == (os.geteuid() == 0)
    assert "Traceback" not in told
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_port_that_is_taken_and_insisted_on_gets_a_sentence(tmp_path, environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = launch(tmp_path / "lessons", port, environment, "--ServerApp.ip=127.0.0.1")
        told, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert told.rstrip().splitlines()[-1].startswith(f"devicelab: Port {port} is taken")
    assert (tmp_path / "lessons" / "module1.ipynb").is_file()


def test_another_bad_ending_is_explained_and_its_code_kept(tmp_path, environment):
    process = launch(tmp_path / "lessons", free_port(), environment, "--ServerApp.ip=256.0.0.1")
    told, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode not in (0, 2)
    last = told.rstrip().splitlines()[-1]
    assert last.startswith(f"devicelab: JupyterLab ended with code {process.returncode}")


def test_kernels_wait_passively_unless_the_learner_says_otherwise(monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    assert jupyter._environment()["OMP_WAIT_POLICY"] == "PASSIVE"
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    assert jupyter._environment()["OMP_WAIT_POLICY"] == "ACTIVE"


@pytest.fixture
def started(monkeypatch):
    """Record the arguments that JupyterLab would get, and start nothing."""
    got = []
    monkeypatch.setattr(jupyter, "run", lambda arguments: got.append(arguments) or 0)
    return got


def test_what_jupyterlab_is_told(started, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(start, "_is_root", lambda: True)
    assert main(["start", str(tmp_path / "a"), "--no-browser", "--", "--port=1"]) == 0
    assert started[0] == [
        f"--ServerApp.root_dir={tmp_path / 'a'}",
        "--LabApp.default_url=/lab/tree/module1.ipynb",
        "--no-browser",
        "--allow-root",
        "--port=1",
    ]
    assert "You are root" in capsys.readouterr().out


def test_a_plain_user_with_a_browser_gets_no_more_than_needed(started, tmp_path, monkeypatch):
    monkeypatch.setattr(start, "_is_root", lambda: False)
    monkeypatch.chdir(tmp_path)
    assert main(["start"]) == 0
    assert len(started[0]) == 2
    assert (tmp_path / "pytorch-on-apple-silicon" / "module1.ipynb").is_file()


def test_without_jupyterlab_nothing_is_made(started, tmp_path, monkeypatch, capsys):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *a: None if name == "jupyterlab" else real(name, *a),
    )
    assert main(["start", str(tmp_path / "a")]) == 2
    assert 'pip install "devicelab[lab]"' in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
    assert started == []


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "taken"])
def test_a_bad_folder_is_code_2(started, tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("taken").write_text("mine")
    assert main(["start", name]) == 2
    assert capsys.readouterr().err.startswith("devicelab: ")
    assert started == []
    assert pathlib.Path("taken").read_text() == "mine"


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch, started):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert main(["start", "~/lessons"]) == 0
    assert (tmp_path / "lessons" / "module1.ipynb").is_file()
