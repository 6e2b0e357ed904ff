"""The command line: help, codes, and never a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from devicelab.cli import doctor, program
from devicelab.cli.jupyter import asked
from devicelab.cli.program import main
from devicelab.delivery.errors import Refused


def test_help_names_every_verb(capsys):
    with pytest.raises(SystemExit) as ending:
        main(["--help"])
    assert ending.value.code == 0
    told = capsys.readouterr().out
    assert all(verb in told for verb in ("start", "doctor", "progress", "selftest", "build"))
    assert "devicelab start" in told


@pytest.mark.parametrize("verb", ["start", "doctor", "progress", "selftest", "simulate", "build"])
def test_every_verb_has_a_help_of_its_own(verb, capsys):
    with pytest.raises(SystemExit) as ending:
        main([verb, "--help"])
    assert ending.value.code == 0
    assert f"usage: devicelab {verb}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv", [[], ["nonsense"], ["start", "--nonsense"], ["doctor", "--", "-x"]]
)
def test_a_wrong_command_line_is_code_2(argv, capsys):
    with pytest.raises(SystemExit) as ending:
        main(argv)
    assert ending.value.code == 2
    assert "usage: devicelab" in capsys.readouterr().err


def test_version_says_the_version_of_the_package(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.startswith("devicelab 0.")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (Refused("The disk is full."), 2, "devicelab: The disk is full.\n"),
        (KeyboardInterrupt(), 130, ""),
        (
            RuntimeError("odd"),
            70,
            "devicelab: something went wrong inside devicelab (RuntimeError: odd)",
        ),
    ],
)
def test_each_ending_has_its_code_and_no_traceback(monkeypatch, capsys, error, code, told):
    def raise_it(_):
        raise error

    monkeypatch.delenv("DEVICELAB_DEBUG", raising=False)
    monkeypatch.setattr(doctor, "run", raise_it)
    assert main(["doctor"]) == code
    err = capsys.readouterr().err
    assert err.startswith(told)
    assert "Traceback" not in err


def test_debugging_shows_the_traceback(monkeypatch, capsys):
    def raise_it(_):
        raise RuntimeError("odd")

    monkeypatch.setenv("DEVICELAB_DEBUG", "1")
    monkeypatch.setattr(doctor, "run", raise_it)
    assert main(["doctor"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_arguments_after_two_dashes_are_kept_whole():
    split = program._split(["start", "here", "--", "--port=1", "--", "x"])
    assert split == (["start", "here"], ["--port=1", "--", "x"])


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["--port=1"], "1"),
        (["--ServerApp.port", "2"], "2"),
        (["--port=1", "--port=3"], "3"),
        (["--port"], ""),
        (["--portable=4"], ""),
    ],
)
def test_the_port_asked_for(arguments, value):
    assert asked(arguments, ("--port", "--ServerApp.port")) == value


def test_importing_the_command_imports_nothing_heavy():
    code = (
        "import sys, devicelab.cli; heavy = {'torch', 'jupytext', 'nbformat', 'jupyterlab', 'numpy'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_reader_that_leaves_early_gets_no_complaint():
    command = f"{sys.executable} -m devicelab doctor --no-torch | head -c 1"
    # One byte may be the beginning of a character.
    ended = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, errors="replace", check=True
    )
    assert ended.stderr == ""
