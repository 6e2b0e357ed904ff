"""`cp.note`, `cp.learner` and `cp.export`: what a learner keeps and hands over."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelab import cp
from devicelab.checkpoint import ledger, notes, short_code


def right(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError
    return 1 / (1 - fraction + fraction / speedup)


def wrong(speedup, fraction):
    return speedup * fraction


@pytest.fixture
def two_tries(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for answer in (wrong, right):
        cp.check("m1.q6", overall=answer, required_fraction=wrong, return_result=True)
    cp.note("m1", "It was the <b>loader</b>.")
    return home


def test_a_note_is_kept_and_said(home, capfd):
    cp.note("m2", "I was wrong about `to`.\nBy 10 times.")
    assert notes.read()[0]["module"] == "m2"
    assert notes.read()[0]["text"] == "I was wrong about `to`.\nBy 10 times."
    out, err = capfd.readouterr()
    assert "✓ Noted for module 2" in out
    assert err == ""


@pytest.mark.parametrize(
    "arguments",
    [("m1", ""), ("m1", "…"), ("m1", ...), ("m1", 3), ("m1", "x" * 8001), ("m1.q1", "x"), (1, "x")],
)
def test_what_is_no_note_is_not_kept(arguments, home, capfd):
    cp.note(*arguments)
    assert capfd.readouterr().out.startswith("○ Not noted")
    assert not home.exists()


def test_notes_that_strangers_wrote_are_left_out(home):
    cp.note("m1", "mine \ud800")
    with (home / notes.FILE).open("ab") as file:
        file.write(b'{"module":"m1","text":3,"at":"x"}\n{"module":"<b>","text":"","at":""}\nno\n')
    assert [n["text"] for n in notes.read()] == ["mine ?"]


def test_one_file_holds_all_and_its_chain(two_tries, validate, capsys):
    cp.export("mine.json")
    data = json.loads(Path("mine.json").read_text(encoding="utf-8"))
    assert (data["kind"], data["v"]) == ("devicelab-export", 1)
    last = "0" * 64
    for line in data["receipts"]:
        receipt = json.loads(line)
        validate("receipt", receipt)
        assert receipt["prev"] == last
        last = hashlib.sha256(line.encode()).hexdigest()
        text = data["answers"][receipt["answer_sha256"]]
        assert hashlib.sha256(text.encode()).hexdigest() == receipt["answer_sha256"]
    assert len(data["receipts"]) == 2
    assert data["notes"][0]["text"] == "It was the <b>loader</b>."
    assert "`mine.json` holds them with 2 answers" in capsys.readouterr().out


@pytest.mark.parametrize("target", ["mine.zip", "mine"])
def test_an_archive_and_a_folder_hold_the_same_files(two_tries, target):
    cp.export(target)
    cp.export(target)  # an earlier export is overwritten
    if target.endswith(".zip"):
        with zipfile.ZipFile(target) as archive:
            archive.extractall("mine")
    found = {p.relative_to("mine").as_posix() for p in Path("mine").rglob("*") if p.is_file()}
    digests = {
        json.loads(x)["answer_sha256"]
        for x in (two_tries / "receipts.jsonl").read_text().splitlines()
    }
    assert found == {"receipts.jsonl", "notes.jsonl", *(f"answers/{d}.py" for d in digests)}
    assert Path("mine/receipts.jsonl").read_bytes() == (two_tries / "receipts.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("taken.json", "is no export"),
        ("taken.zip", "is no export"),
        ("full", "holds something else"),
        ("nowhere/mine.json", "no such folder"),
        ("full.json", "is a folder"),
        (3, "Name a file or a folder"),
        ("", "Name a file or a folder"),
    ],
)
def test_nothing_of_the_learners_is_overwritten(two_tries, target, said, capfd):
    for name in ("taken.json", "taken.zip"):
        Path(name).write_text("mine")
    for name in ("full", "full.json"):
        Path(name).mkdir()
        (Path(name) / "thesis.txt").write_text("mine")
    cp.export(target)
    out, err = capfd.readouterr()
    assert "○ Not exported" in out
    assert said in out
    assert err == ""
    assert Path("taken.json").read_text() == Path("taken.zip").read_text() == "mine"
    assert list(Path("full").iterdir()) == [Path("full/thesis.txt")]


def test_the_torn_end_stays_behind(two_tries):
    whole = (two_tries / "receipts.jsonl").read_bytes()
    (two_tries / "receipts.jsonl").write_bytes(whole + b'{"torn')
    assert ledger.content(two_tries / "receipts.jsonl") == whole


def test_without_receipts_there_is_nothing_to_export(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cp.export()
    assert "There is nothing to export yet" in capsys.readouterr().out


def test_the_short_code_says_the_best_outcomes(two_tries, capsys):
    capsys.readouterr()
    cp.learner("blue heron")
    cp.export()
    code = capsys.readouterr().out.split()[-1]
    assert len(code) < 200
    said = short_code.read(f"  {code[:30]}\n{code[30:]} ")
    assert (said.learner, said.receipts, said.outcomes) == ("blue heron", 2, {"m1.q6": "failed"})


@given(st.integers(0, 400), st.characters())
def test_a_slip_in_copying_a_code_is_found(at, letter):
    code = short_code.made([], "blue heron")
    slipped = code[: at % len(code)] + letter + code[at % len(code) + 1 :]
    if slipped == code:
        return
    with pytest.raises(short_code.NoCode):
        short_code.read(slipped)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"o":3,"l":"","n":1,"c":""}', b"x" * 99_999])
def test_a_forged_code_is_none(body):
    import base64
    import zlib

    packed = base64.urlsafe_b64encode(zlib.compress(body)).decode().rstrip("=")
    with pytest.raises(short_code.NoCode):
        short_code.read(f"dl1.{packed}.{zlib.crc32(packed.encode()):08x}")


@pytest.mark.parametrize("name", ["blue heron", "Zoë-7", "李", "a"])
def test_a_chosen_pseudonym_is_in_the_receipts(name, receipts, validate, capsys):
    cp.check("m1.q6", overall=wrong, required_fraction=wrong)
    cp.learner(name)
    cp.check("m1.q6", overall=wrong, required_fraction=wrong)
    first, second = receipts()
    assert len(first["learner"]) == 16
    assert second["learner"] == name
    validate("receipt", second)
    assert f"You are `{name}`" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", " ", "a" * 41, "<b>", "a\nb", "a/b", "a;b", "`x`", 3, "\x00"])
def test_a_name_that_could_do_harm_is_not_taken(name, home, capsys):
    cp.learner(name)
    assert "That name was not taken" in capsys.readouterr().out
    assert not home.exists()


def test_the_variable_goes_before_the_chosen_name(monkeypatch, receipts, capsys):
    monkeypatch.setenv("DEVICELAB_LEARNER", "grey gull")
    cp.learner("blue heron")
    assert "`DEVICELAB_LEARNER` is set here" in capsys.readouterr().out
    cp.check("m1.q6", overall=wrong, required_fraction=wrong)
    assert receipts()[0]["learner"] == "grey gull"
    monkeypatch.setenv("DEVICELAB_LEARNER", "<b>")
    cp.learner()
    assert "You are `blue heron`" in capsys.readouterr().out
