"""Receipts survive what happens to files: death, crowding, full disks, strangers."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devicelab import cp
from devicelab.checkpoint import bank, ledger, receipts

WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from devicelab.checkpoint import ledger
    path, name, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for n in range(most):
        ledger.append(path, lambda earlier: {"who": name, "n": n, "pad": "x" * 700})
        print(n, flush=True)
    """
)


def writer(path, name, most):
    command = [sys.executable, "-c", WRITER, str(path), name, str(most)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def chain_holds(path):
    last = "0" * 64
    for line in path.read_bytes().splitlines():
        assert json.loads(line)["prev"] == last
        last = hashlib.sha256(line).hexdigest()
    return True


def wrong(speedup, fraction):
    return speedup * fraction


def attempt():
    return cp.check("m1.q6", overall=wrong, required_fraction=wrong, return_result=True)


LIVES, TOLD = 5, 200


def test_a_writer_killed_at_any_moment_loses_no_finished_line(tmp_path):
    path = tmp_path / "ledger.jsonl"
    promised = []
    for life in range(LIVES):
        process = writer(path, f"life {life}", 10**6)
        told = [process.stdout.readline() for _ in range(TOLD)]
        process.kill()
        # What it had told before it died is written, whatever came after.
        told += process.stdout.read().splitlines()
        process.wait()
        process.stdout.close()
        promised += [(f"life {life}", int(n)) for n in told]
    ledger.append(path, lambda _: {"who": "survivor"})
    assert chain_holds(path)
    kept = {(e["who"], e.get("n")) for e in ledger.read(path).entries}
    assert len(promised) >= LIVES * TOLD
    assert set(promised) <= kept


EACH = 5000


def test_two_kernels_write_one_chain(memory):
    path = memory / "ledger.jsonl"
    processes = [writer(path, name, EACH) for name in "ab"]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    reading = ledger.read(path)
    assert reading.problems == []
    assert chain_holds(path)
    for name in "ab":
        assert [e["n"] for e in reading.entries if e["who"] == name] == list(range(EACH))
    # They took turns, or the lock was not tried.
    order = [e["who"] for e in reading.entries]
    assert sum(x != y for x, y in pairwise(order)) > 1


@pytest.fixture
def memory(tmp_path):
    """A folder in memory where there is one: ten thousand times the disk's wait proves no more."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


MUTATED = 10_000


def mutated(line, random):
    """A line as an editor, a broken disk or a stranger might leave it."""
    at = random.randrange(len(line))
    other = bytes(random.choices(range(256), k=random.randrange(1, 9)))
    ways = (
        lambda: line[:at],
        lambda: line[at:],
        lambda: line[:at] + other + line[at + len(other) :],
        lambda: line[:at] + other + line[at:],
        lambda: line[: at // 2] + line[at:],
        lambda: line[:at] + line,
        lambda: line.replace(b":", b":[", random.randrange(1, 4)),
        lambda: line.replace(b'"', b"", 1),
        lambda: line.replace(b"0", b"1e999", 1),
        lambda: json.dumps({**json.loads(line), random.choice(KEYS): random.choice(ODD)}).encode(),
    )
    return random.choice(ways)().replace(b"\n", b" ")


KEYS = ("v", "item", "attempt", "outcome", "subchecks", "device", "learner", "prev", "extra")
ODD = (None, True, -1, 10**30, 1.5, "", "x" * 70_000, [], {}, [[[[]]]], "m1.q1\n", "\ud800")


def test_among_ten_thousand_mutated_lines_no_good_one_is_lost(home, receipts):
    from devicelab.checkpoint import receipts as engine

    attempt()
    (receipt,) = receipts()
    random = Random(20)
    good, lines = [], []
    for n in range(MUTATED):
        line = ledger.canonical({**receipt, "nonce": f"{n:016x}"})
        lines.append(mutated(line, random))
        if n % 10 == 0:
            good.append(f"{n:016x}")
            lines.append(line)
    (home / "receipts.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    kept, problems = engine.read()
    assert set(good) <= {r["nonce"] for r in kept}
    assert len(kept) < MUTATED / 2
    assert len(problems) == 3
    assert attempt().attempt == sum(r["item"] == "m1.q6" for r in kept) + 1


def test_a_torn_line_is_moved_aside_and_told(home, receipts):
    attempt()
    path = home / "receipts.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"attempt":2,"item":"m1.')
    verdict = attempt()
    (aside,) = home.glob("receipts.torn-*.txt")
    assert aside.read_bytes() == b'{"attempt":2,"item":"m1.'
    assert aside.name in verdict.note
    assert verdict.attempt == 2
    assert path.read_bytes().startswith(whole)
    assert chain_holds(path)
    assert attempt().note is None


def test_every_cut_of_the_last_line_is_survived(home):
    attempt()
    attempt()
    path = home / "receipts.jsonl"
    content = path.read_bytes()
    first = content.index(b"\n") + 1
    for cut in range(first + 1, len(content), 37):
        path.write_bytes(content[:cut])
        assert attempt().attempt == 2
        assert chain_holds(path)


@pytest.mark.parametrize("place", ["under a file", "no such device"])
def test_a_folder_that_takes_no_file(place, tmp_path, monkeypatch, validate):
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "x" if place == "under a file" else "/proc/devicelab"
    monkeypatch.setenv("DEVICELAB_HOME", str(folder))
    verdict = attempt()
    assert verdict.outcome == "failed"
    assert "No receipt could be written" in verdict.note
    validate("verdict", verdict.as_json())
    cp.hint("m1.q6")
    cp.progress()


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path):
    # A limit on the size of files fails in the middle of a write, as a full disk does.
    program = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from devicelab.checkpoint import ledger
        path = Path(sys.argv[1])
        ledger.append(path, lambda _: {"n": 1})
        before = path.read_bytes()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, len(before) + 20))
        try:
            ledger.append(path, lambda _: {"n": 2})
        except OSError:
            assert path.read_bytes() == before
            print("kept")
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "ledger.jsonl")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("kept\n", "")


def test_a_pipe_in_the_files_place_holds_nobody(home):
    home.mkdir(parents=True)
    os.mkfifo(home / "receipts.jsonl")
    assert "No receipt could be written" in attempt().note
    assert receipts.read()[0] == []


def test_strangers_lines_are_left_out_and_told(home, receipts):
    attempt()
    good = (home / "receipts.jsonl").read_bytes()
    strange = [
        b"not json",
        b"[" * 5000,
        b'{"a":NaN}',
        b"\xff\xfe",
        b"[1]",
        b'{"v":1,"item":["m1.q6"]}',
        b'{"v":1,"pad":"' + b"x" * ledger.LINE_CAP + b'"}',
        b"1" * 5000,
        b"",
    ]
    (home / "receipts.jsonl").write_bytes(good + b"\n".join(strange) + b"\n")
    rows = cp.progress(return_result=True)
    tried = {r.item: r.attempts for r in rows if r.attempts}
    assert tried == {"m1.q6": 1}
    assert attempt().attempt == 2


def test_thousands_of_strange_lines_are_summed_up(home, capsys):
    attempt()
    with (home / "receipts.jsonl").open("ab") as file:
        file.write(b"not json\n" * 3000 + b'{"v":1}\n' * 2000)
    cp.progress()
    out = capsys.readouterr().out
    assert "3,000 lines can't be read and are left out; the first is line 2." in out
    assert "2,000 lines do not follow from the line before them; the first is line 3002." in out
    assert "2,000 lines are no receipts." in out
    assert len(out.splitlines()) < 10 + len(bank.items())


def test_a_changed_line_shows_and_still_counts(home, capsys):
    attempt()
    attempt()
    path = home / "receipts.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"points":0.0', b'"points":1.0', 1))
    cp.progress()
    assert "Line 2 does not follow from the line before it." in capsys.readouterr().out


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(content):
    reading = ledger.parse(content)
    assert content.endswith(reading.torn)
    assert all(isinstance(e, dict) for e in reading.entries)


def test_the_pseudonym_stays_and_names_nobody(home, receipts):
    attempt()
    attempt()
    one, two = receipts()
    assert one["learner"] == two["learner"] == (home / "learner").read_text().strip()
    written = (home / "receipts.jsonl").read_text()
    assert str(Path.home()) not in written
    assert os.sep + "tmp" not in written


def test_the_bytes_are_canonical():
    entry = {"b": [0.1234567891, 1], "a": {"é": None}}
    assert ledger.canonical(entry) == '{"a":{"é":null},"b":[0.123457,1]}'.encode()
