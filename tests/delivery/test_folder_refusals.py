"""What lies in the way of a hand-out is named for what it is, and nothing of it is touched."""

from __future__ import annotations

import errno
import json
import os
import pathlib

import pytest

from devicelab.delivery.errors import Refused
from devicelab.delivery.folder import RECORD, hand_out

OLD, NEW = b'{"old": 1}\n', b'{"new": 2}\n'
NAME = "module1.ipynb"
BESIDE = "module1 (version 0.2.0).ipynb"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "lessons"
    hand_out({NAME: OLD}, made, "0.1.0")
    return made


def test_a_file_named_devicelab_is_named(tmp_path):
    (tmp_path / ".devicelab").write_text("mine")
    with pytest.raises(Refused, match=r"/\.devicelab is a file, .*Move it away") as refused:
        hand_out({NAME: OLD}, tmp_path, "0.1.0")
    assert str(tmp_path / ".devicelab") in str(refused.value)
    assert (tmp_path / ".devicelab").read_text() == "mine"
    assert not (tmp_path / NAME).exists()


def test_a_folder_in_place_of_the_record_is_named(tmp_path):
    (tmp_path / RECORD).mkdir(parents=True)
    with pytest.raises(Refused, match=r"shipped\.json is a folder\. Move it away"):
        hand_out({NAME: OLD}, tmp_path, "0.1.0")
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("unwritable", [".devicelab", "receipts.jsonl"])
def test_where_no_result_could_be_kept_that_is_said(folder, monkeypatch, unwritable):
    (folder / ".devicelab" / "receipts.jsonl").write_text("")
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).endswith(unwritable) and real(path, mode)
    )
    with pytest.raises(Refused, match=f"may not write to .*{unwritable}, so no result of yours"):
        hand_out({NAME: OLD}, folder, "0.1.0")


def unreadable(monkeypatch, name):
    def refuse(self, *args, **kwargs):
        if self.name == name and "r" in (args[0] if args else kwargs.get("mode", "r")):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, *args, **kwargs)

    real = pathlib.Path.open
    monkeypatch.setattr(pathlib.Path, "open", refuse)


def test_a_notebook_that_cannot_be_read_is_told_as_such_and_left(folder, monkeypatch):
    unreadable(monkeypatch, NAME)
    (said,) = hand_out({NAME: NEW}, folder, "0.2.0")
    assert said == (
        f"{NAME} can't be read (Permission denied), so it stays as it is; version 0.2.0 is in '{BESIDE}'."
    )
    assert (folder / BESIDE).read_bytes() == NEW
    (folder / BESIDE).write_bytes(b"mine")
    (again,) = hand_out({NAME: NEW}, folder, "0.2.0")
    assert again == f"{NAME} can't be read (Permission denied), so it stays as it is."
    assert (folder / BESIDE).read_bytes() == b"mine"
    monkeypatch.undo()
    assert (folder / NAME).read_bytes() == OLD
    assert len(list(folder.glob("*.ipynb"))) == 2


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (pathlib.Path.mkdir, "is a folder"),
        (lambda path: path.symlink_to("elsewhere.ipynb"), "is a link"),
        (os.mkfifo, "is no file"),
    ],
)
def test_what_is_no_file_is_named_and_the_course_goes_on(folder, make, what):
    (folder / NAME).unlink()
    make(folder / NAME)
    notebooks = {NAME: NEW, "module2.ipynb": NEW}
    (said,) = hand_out(notebooks, folder, "0.2.0")
    assert said == f"{NAME} {what}, so it stays as it is; version 0.2.0 is in '{BESIDE}'."
    assert (folder / BESIDE).read_bytes() == NEW
    assert (folder / "module2.ipynb").read_bytes() == NEW
    assert json.loads((folder / RECORD).read_text())["course_version"] == "0.2.0"
    assert hand_out(notebooks, folder, "0.2.0") == [f"{NAME} {what}, so it stays as it is."]


def test_a_folder_of_the_same_version_gets_its_notebook_beside(folder):
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    hand_out({NAME: OLD}, folder, "0.1.0")
    assert (folder / "module1 (version 0.1.0).ipynb").read_bytes() == OLD
