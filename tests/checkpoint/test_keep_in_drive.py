"""Results kept in Google Drive. Its module is in Colab only, so a small one stands in for it."""

from __future__ import annotations

import json
import sys
import types

import pytest

from devicelab import colab, cp

ITEM = "m1.q6"


def wrong(speedup, fraction):
    return speedup * fraction


def attempt():
    """One real check; what it says of itself."""
    return cp.check(ITEM, overall=wrong, required_fraction=wrong, return_result=True)


def kept_in(folder):
    """The exercises whose receipts lie in a folder."""
    path = folder / "receipts.jsonl"
    return (
        [json.loads(line)["item"] for line in path.read_text().splitlines()]
        if path.exists()
        else []
    )


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """Where Colab would show the Drive."""
    place = tmp_path / "content" / "drive"
    monkeypatch.setattr(colab, "_MOUNT", place)
    return place


@pytest.fixture
def in_colab(monkeypatch):
    """Make this a Colab kernel whose `drive.mount` is the function given."""

    def become(mount):
        google, ours, drive = (types.ModuleType(n) for n in ("google", "google.colab", "drive"))
        google.colab, ours.drive, drive.mount = ours, drive, mount
        monkeypatch.setitem(sys.modules, "google", google)
        monkeypatch.setitem(sys.modules, "google.colab", ours)
        monkeypatch.setitem(sys.modules, "google.colab.drive", drive)

    return become


def agreed(mountpoint):
    """Mount as after consent: the learner's files are in MyDrive, below the mount point."""
    import pathlib

    (pathlib.Path(mountpoint) / "MyDrive").mkdir(parents=True, exist_ok=True)


def refused(mountpoint):
    raise ValueError("mount failed: invalid oauth code")


def without_a_drive(mountpoint):
    """Return and mount nothing."""


def test_after_consent_the_next_receipt_lands_in_the_drive(mounted, in_colab, home, capsys):
    assert attempt().attempt == 1
    in_colab(agreed)
    colab.keep_in_drive()
    folder = mounted / "MyDrive" / "devicelab"
    assert capsys.readouterr().out == f"Your results are kept in {folder} from now on.\n"
    assert kept_in(folder) == []
    assert attempt().attempt == 1  # the Drive's first: it knows nothing of this machine's
    assert (kept_in(folder), kept_in(home)) == ([ITEM], [ITEM])
    colab.keep_in_drive()  # the cell is run again, as on the next day
    assert attempt().attempt == 2


@pytest.mark.parametrize("mount", [refused, without_a_drive])
def test_where_the_drive_is_not_reached_results_stay_and_the_sentence_says_so(
    mount, mounted, in_colab, home, capsys
):
    in_colab(mount)
    colab.keep_in_drive()
    told = capsys.readouterr().out
    assert told.startswith("Your Drive could not be reached (")
    assert "stay on this machine and go with it" in told
    assert "`cp.export()`" in told
    attempt()
    assert kept_in(home) == [ITEM]
    assert not mounted.exists()


def test_an_interrupt_while_it_waits_for_consent_is_the_learners(mounted, in_colab, home):
    def interrupted(mountpoint):
        raise KeyboardInterrupt

    in_colab(interrupted)
    with pytest.raises(KeyboardInterrupt):
        colab.keep_in_drive()
    attempt()
    assert kept_in(home) == [ITEM]


def test_outside_colab_nothing_is_mounted_or_moved(mounted, home, capsys):
    colab.keep_in_drive()
    assert capsys.readouterr().out.startswith("This is not Colab: ")
    attempt()
    assert kept_in(home) == [ITEM]
    assert not mounted.exists()
