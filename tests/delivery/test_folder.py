"""Handing out: never over a learner's work, never out of the folder, never half."""

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


def contents(folder):
    return {
        str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "some" / "lessons"
    assert hand_out({NAME: OLD}, made, "0.1.0") == []
    return made


def test_a_second_start_changes_nothing(folder):
    before = contents(folder)
    assert hand_out({NAME: OLD}, folder, "0.1.0") == []
    assert contents(folder) == before
    assert set(before) == {NAME, RECORD}


def test_an_unchanged_notebook_is_replaced_by_a_newer_one_and_that_is_said(folder):
    said = hand_out({NAME: NEW}, folder, "0.2.0")
    assert said == [f"{NAME}: now version 0.2.0; you had not changed it."]
    assert (folder / NAME).read_bytes() == NEW
    assert hand_out({NAME: NEW}, folder, "0.2.0") == []


def test_a_changed_notebook_stays_and_the_newer_one_is_laid_beside_it_once(folder):
    (folder / NAME).write_bytes(b"mine")
    (said,) = hand_out({NAME: NEW}, folder, "0.2.0")
    assert "stays as it is" in said
    assert BESIDE in said
    assert (folder / NAME).read_bytes() == b"mine"
    assert (folder / BESIDE).read_bytes() == NEW
    (folder / BESIDE).unlink()
    assert hand_out({NAME: NEW}, folder, "0.2.0") == []
    assert not (folder / BESIDE).exists()


def test_a_changed_notebook_of_the_same_version_is_left_in_silence(folder):
    (folder / NAME).write_bytes(b"mine")
    assert hand_out({NAME: OLD}, folder, "0.1.0") == []
    assert set(contents(folder)) == {NAME, RECORD}


def test_a_file_of_the_name_beside_is_not_overwritten_either(folder):
    (folder / NAME).write_bytes(b"mine")
    (folder / BESIDE).write_bytes(b"mine too")
    hand_out({NAME: NEW}, folder, "0.2.0")
    assert (folder / BESIDE).read_bytes() == b"mine too"
    assert (folder / "module1 (version 0.2.0, copy 2).ipynb").read_bytes() == NEW


def test_a_deleted_notebook_comes_back(folder):
    (folder / NAME).unlink()
    assert hand_out({NAME: OLD}, folder, "0.1.0") == []
    assert (folder / NAME).read_bytes() == OLD


@pytest.mark.parametrize(
    "record", [b"", b"[]", b'{"files": 3}', b"\xff\xfe", b"[" * 100_000, b'{"files": {"a": 1}}']
)
def test_without_a_record_that_can_be_read_every_notebook_is_the_learners(folder, record):
    (folder / RECORD).write_bytes(record)
    hand_out({NAME: NEW}, folder, "0.2.0")
    assert (folder / NAME).read_bytes() == OLD
    assert (folder / BESIDE).read_bytes() == NEW


def test_a_hostile_record_names_nothing_outside(folder, tmp_path):
    victim = tmp_path / "victim.ipynb"
    victim.write_bytes(OLD)
    record = json.loads((folder / RECORD).read_text())
    record["files"]["../../victim.ipynb"] = record["files"][NAME]
    (folder / RECORD).write_text(json.dumps(record))
    hand_out({NAME: NEW}, folder, "0.2.0")
    assert victim.read_bytes() == OLD


def test_a_link_in_place_of_a_notebook_is_never_written_through(folder, tmp_path):
    victim = tmp_path / "victim.ipynb"
    victim.write_bytes(OLD)
    (folder / NAME).unlink()
    (folder / NAME).symlink_to(victim)
    hand_out({NAME: NEW}, folder, "0.2.0")
    assert victim.read_bytes() == OLD
    assert (folder / NAME).is_symlink()


def test_a_dangling_link_or_a_folder_in_place_of_a_notebook_stays(tmp_path):
    (tmp_path / NAME).symlink_to(tmp_path.parent / "nowhere.ipynb")
    (tmp_path / "module2.ipynb").mkdir()
    hand_out({NAME: NEW, "module2.ipynb": NEW}, tmp_path, "0.2.0")
    assert not (tmp_path.parent / "nowhere.ipynb").exists()
    assert (tmp_path / "module2.ipynb").is_dir()
    assert (tmp_path / "module2 (version 0.2.0).ipynb").read_bytes() == NEW


def test_a_record_folder_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / ".devicelab").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="leads elsewhere"):
        hand_out({NAME: OLD}, lessons, "0.1.0")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_newer_folder_is_left_alone(folder):
    hand_out({NAME: NEW}, folder, "0.10.0")
    before = contents(folder)
    with pytest.raises(Refused, match=r"holds version 0\.10\.0.*has 0\.9\.0"):
        hand_out({NAME: OLD}, folder, "0.9.0")
    assert contents(folder) == before


def test_a_newer_notebook_is_seen_without_a_record_too(tmp_path):
    newer = json.dumps({"metadata": {"devicelab": {"course_version": "1.0.0"}}}).encode()
    (tmp_path / NAME).write_bytes(newer)
    with pytest.raises(Refused, match=r"holds version 1\.0\.0"):
        hand_out({NAME: OLD}, tmp_path, "0.9.0")
    assert (tmp_path / NAME).read_bytes() == newer


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(Refused, match="is a file"):
        hand_out({NAME: OLD}, tmp_path / "taken", "0.1.0")
    with pytest.raises(Refused, match="its path is a file"):
        hand_out({NAME: OLD}, tmp_path / "taken" / "below", "0.1.0")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("name", ["x" * 300, "bad\0name"])
def test_names_that_no_disk_takes(tmp_path, name):
    with pytest.raises(Refused, match="can't be used"):
        hand_out({NAME: OLD}, tmp_path / name, "0.1.0")


@pytest.mark.parametrize("name", ["with space", "-dash", "ünïcode 日本", "$(touch x)", "a'b\"c"])
def test_odd_but_possible_names(tmp_path, name):
    hand_out({NAME: OLD}, tmp_path / name, "0.1.0")
    assert (tmp_path / name / NAME).read_bytes() == OLD


def test_a_full_disk_leaves_the_learners_files_and_no_litter(folder, monkeypatch):
    before = contents(folder)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="the disk is full"):
        hand_out({NAME: NEW}, folder, "0.2.0")
    assert contents(folder) == before


def test_a_folder_that_can_only_be_read(folder, monkeypatch):
    before = contents(folder)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused, match="you may not write there"):
        hand_out({NAME: NEW}, folder, "0.2.0")
    assert contents(folder) == before


def test_a_folder_that_refuses_at_once(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(pathlib.Path, "mkdir", refuse)
    with pytest.raises(Refused, match="it can only be read"):
        hand_out({NAME: OLD}, tmp_path / "new", "0.1.0")


def test_a_start_cut_off_before_the_record_was_written_heals_itself(folder):
    (folder / NAME).write_bytes(NEW)
    assert hand_out({NAME: NEW}, folder, "0.2.0") == []
    assert json.loads((folder / RECORD).read_text())["course_version"] == "0.2.0"


def test_a_folder_has_an_id_of_its_own_that_stays(folder, tmp_path):
    told = json.loads((folder / RECORD).read_text())["id"]
    hand_out({NAME: NEW}, folder, "0.2.0")
    assert json.loads((folder / RECORD).read_text())["id"] == told
    hand_out({NAME: OLD}, tmp_path / "other", "0.1.0")
    other = json.loads((tmp_path / "other" / RECORD).read_text())["id"]
    assert len(told) == len(other) == 16
    assert told != other
