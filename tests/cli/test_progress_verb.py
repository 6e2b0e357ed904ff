"""The progress verb finds the receipts of the course folder."""

from __future__ import annotations

import pytest

from devicelab.checkpoint import progress as view
from devicelab.cli.program import main


@pytest.fixture
def homes(monkeypatch, tmp_path):
    """Record which folder the receipts were read from, in an empty working folder."""
    from devicelab.checkpoint import folder

    seen = []
    monkeypatch.setenv("DEVICELAB_HOME", "")
    monkeypatch.delenv("DEVICELAB_HOME")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(folder, "_START", tmp_path)
    monkeypatch.setattr(view, "rows", lambda: (seen.append(folder.home()), ([], []))[1])
    return seen


def test_a_named_folder(homes, tmp_path, capsys):
    (tmp_path / "lessons" / ".devicelab").mkdir(parents=True)
    assert main(["progress", "lessons"]) == 0
    assert "0 of 0 exercises done" in capsys.readouterr().out
    assert homes[0].resolve() == tmp_path / "lessons" / ".devicelab"


def test_without_a_name_the_default_folder_below(homes, tmp_path):
    (tmp_path / "pytorch-on-apple-silicon" / ".devicelab").mkdir(parents=True)
    assert main(["progress"]) == 0
    assert homes[0].resolve() == tmp_path / "pytorch-on-apple-silicon" / ".devicelab"


def test_a_folder_that_is_none_of_ours(homes, tmp_path, capsys):
    assert main(["progress", "nowhere"]) == 2
    assert "is no course folder" in capsys.readouterr().err
    assert homes == []
