"""Answers that never end, flood, or break what is around them: the kernel goes on, and is told why."""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import time

import pytest
import torch

from devicelab import cp
from devicelab.checkpoint import bank, limit


def loops():
    while True:
        pass


def sleeps():
    time.sleep(10**6)


def refuses_to_stop():
    for _ in range(3):
        try:
            loops()
        except BaseException:  # noqa: BLE001 - as a learner's `except:` would
            continue
    return torch.device("cpu")


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setenv("DEVICELAB_TIME_LIMIT", "0.3")
    monkeypatch.setattr(limit, "_AGAIN_S", 0.1)


@pytest.mark.parametrize("answer", [loops, sleeps])
def test_an_answer_that_never_ends_is_stopped_and_told(answer, short, receipts, validate, capfd):
    verdict = cp.check("m1.q1", answer, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("error", "time_limit")
    assert "had not come back after 0.3 seconds" in verdict.message.what
    (receipt,) = receipts()
    validate("receipt", receipt)
    assert receipt["answer_sha256"]
    assert capfd.readouterr() == ("", "")
    # The machine that it was tried on is gone again.
    assert torch.backends.mps.is_available() is False
    assert cp.check("m1.q1", lambda: torch.device("cpu"), return_result=True).outcome == "failed"


def test_one_that_catches_everything_goes_on_until_it_ends(short):
    verdict = cp.check("m1.q1", refuses_to_stop, return_result=True)
    assert verdict.outcome in ("error", "failed")


def test_the_limit_is_gone_after_the_check(short):
    cp.check("m1.q1", lambda: torch.device("cpu"), return_result=True)
    time.sleep(0.5)  # an alarm that was left would ring here


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("", 7), ("nonsense", 7), ("nan", 7), ("-1", 7), ("0", 0), ("2.5", 2.5), ("1e99", 7)],
)
def test_the_limit_that_is_in_force(given, seconds, monkeypatch):
    monkeypatch.setenv("DEVICELAB_TIME_LIMIT", given)
    assert limit.seconds(7) == seconds


def test_in_a_thread_there_is_no_limit_and_no_error(short):
    from concurrent.futures import ThreadPoolExecutor

    def ends_late():
        time.sleep(0.4)
        return torch.device("cpu")

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(cp.check, "m1.q1", ends_late, return_result=True).result()
    assert found.message_id == "hard_coded"


def test_ten_megabytes_of_prints_are_counted_not_kept(capfd):
    def floods():
        for _ in range(2_000):
            print("x" * 1_000)
        return torch.device("cpu")

    verdict = cp.check("m1.q1", floods, return_result=True)
    assert "your code printed 12,012,000 characters" in verdict.note
    assert len(verdict.note) < 400
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("part", ["randn", "Generator"])
def test_a_replaced_part_of_torch_is_named(part, monkeypatch, receipts):
    def replaces(x, *args, **kwargs):
        monkeypatch.setattr(torch, part, None)
        return x.to(*args, **kwargs) is not x

    cp.check("m1.q3", replaces, return_result=True)
    verdict = cp.check("m1.q3", replaces, return_result=True)
    assert (verdict.outcome, verdict.message_id) == ("error", "torch_replaced")
    assert verdict.message.what.startswith(f"`torch.{part}` is not PyTorch's own")
    assert receipts()[-1]["outcome"] == "error"
    monkeypatch.undo()
    assert cp.check("m1.q3", lambda x, **_: True, return_result=True).message_id != "torch_replaced"


def ours():
    return {name: module for name, module in sys.modules.items() if name.startswith("devicelab")}


def test_our_modules_come_back_when_an_answer_deletes_them():
    before = ours()

    def deletes():
        for name in before:
            sys.modules.pop(name, None)
        return torch.device("cpu")

    assert cp.check("m1.q1", deletes, return_result=True).message_id == "hard_coded"
    assert ours().items() >= before.items()


def test_our_modules_come_back_when_a_cell_has_deleted_them():
    cp.check("m1.q1", lambda: torch.device("cpu"), return_result=True)
    before = ours()
    for name in before:
        del sys.modules[name]
    verdict = cp.check("m1.q1", lambda: torch.device("cpu"), return_result=True)
    assert verdict.message_id == "hard_coded"
    assert ours().items() >= before.items()
    assert bank.exercise("m1.q1").id == "m1.q1"


@pytest.mark.parametrize("print_", [None, lambda *_: 1 / 0])
def test_a_redefined_print_hides_nothing(print_, monkeypatch, capsys):
    monkeypatch.setattr(builtins, "print", print_)
    cp.check("m1.q1", lambda: torch.device("cpu"))
    cp.hint("m1.q1")
    cp.progress()
    monkeypatch.undo()
    out, err = capsys.readouterr()
    assert out.startswith("✗ m1.q1 Pick the device: not yet")
    assert "hint 1 of 3" in out
    assert err == ""


def test_closed_streams_are_open_again(capfd):
    def closes():
        sys.stdout.close()
        for descriptor in (1, 2):
            with contextlib.suppress(OSError):
                os.close(descriptor)
        return torch.device("cpu")

    assert cp.check("m1.q1", closes, return_result=True).message_id == "hard_coded"
    cp.check("m1.q1", lambda: torch.device("cpu"))
    out, err = capfd.readouterr()
    assert out.startswith("✗ m1.q1")
    assert err == ""
