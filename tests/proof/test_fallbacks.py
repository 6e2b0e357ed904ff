"""Fallbacks: the one native warning noted by default, all of them while recording."""

from __future__ import annotations

import threading
import warnings

import pytest
import torch

from devicelab.agent import report
from devicelab.proof import fallbacks
from devicelab.proof.fallbacks import log

# The exact texts of the macOS wheels (facts about torch.mps, B3).
TEXT = (
    "The operator '{}' is not currently supported on the MPS backend and will fall back to run on "
    "the CPU. This may have performance implications. (Triggered internally at MPSFallback.mm:15.)"
)
QR = TEXT.format("aten::linalg_qr.out")


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    """A process that has noted nothing, with its warnings as they were afterwards."""
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        fallbacks.watch()
        log.clear()
        yield shown
        fallbacks.stop()
        log.clear()


def _counts():
    return {entry["op"]: entry["count"] for entry in log.entries()}


def test_the_native_warning_is_noted_and_passed_on(clean):
    warnings.warn(QR, stacklevel=1)
    assert _counts() == {"aten::linalg_qr.out": 1}
    assert [str(w.message) for w in clean] == [QR]


def test_other_warnings_are_none_of_ours(clean):
    warnings.warn("something else", stacklevel=1)
    assert _counts() == {}
    assert len(clean) == 1


def test_recording_counts_every_fallback_and_shows_each_operation_once(clean):
    fallbacks.start()
    for _ in range(5):
        warnings.warn(QR, stacklevel=1)
        warnings.warn(TEXT.format("aten::kthvalue"), stacklevel=1)
    assert _counts() == {"aten::linalg_qr.out": 5, "aten::kthvalue": 5}
    assert len(clean) == 2


def test_recording_says_from_which_cell_on_it_counts_all(monkeypatch):
    monkeypatch.setattr(fallbacks, "_cell", lambda: 4)
    fallbacks.start()
    assert log.describe() == {"recording": True, "since": 5, "ops": []}
    fallbacks.stop()
    assert log.describe()["since"] is None


def test_in_a_check_nothing_is_shown(clean):
    with fallbacks.recorded() as seen:
        warnings.warn(QR, stacklevel=1)
    assert seen is log
    assert _counts() == {"aten::linalg_qr.out": 1}
    assert clean == []
    assert log.recording is False


def test_the_settings_come_back_whatever_happens():
    filters = list(warnings.filters)
    assert torch.is_warn_always_enabled() is False

    def fail():
        with fallbacks.recorded():
            assert torch.is_warn_always_enabled() is True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert torch.is_warn_always_enabled() is False
    assert warnings.filters == filters


def test_a_learners_own_setting_is_left_on():
    torch.set_warn_always(True)
    try:
        with fallbacks.recorded():
            pass
        assert torch.is_warn_always_enabled() is True
    finally:
        torch.set_warn_always(False)


def test_a_check_inside_a_recording_does_not_end_it():
    fallbacks.start()
    with fallbacks.recorded():
        pass
    assert log.recording is True


def test_ignored_warnings_are_counted_while_recording(clean):
    warnings.simplefilter("ignore")
    warnings.warn(QR, stacklevel=1)
    assert _counts() == {}
    fallbacks.start()
    warnings.warn(QR, stacklevel=1)
    assert _counts() == {"aten::linalg_qr.out": 1}


def test_a_warning_that_torch_raises_natively_is_caught_each_time(clean):
    """torch's own warn-once, through the same way that the fallback takes."""

    def resize():
        out = torch.empty(3)
        torch.add(torch.ones(4), 1, out=out)

    seen = []
    warnings.showwarning = lambda message, *_: seen.append(str(message))
    fallbacks.watch()
    with fallbacks.recorded():
        warnings.simplefilter("always")
        resize()
        resize()
    assert sum("was resized" in text for text in seen) == 2


def test_counting_is_safe_with_threads():
    fallbacks.start()
    log.quiet = True
    threads = [
        threading.Thread(target=lambda: [log.note("aten::x", 1) for _ in range(2000)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.quiet = False
    assert _counts() == {"aten::x": 16_000}


def test_the_list_is_bounded():
    for n in range(100):
        log.note(f"aten::op{n}", 1)
    assert len(log.entries()) == 32


def test_the_report_tells_of_them(validate):
    log.note("aten::linalg_eig", 7)
    found = report()
    validate("report", found)
    assert found["fallbacks"] == {
        "recording": False,
        "since": None,
        "ops": [{"op": "aten::linalg_eig", "count": 1, "cell": 7}],
    }


def test_a_fallback_of_the_simulated_mac(monkeypatch, clean):
    import devicelab
    from devicelab.simulator import session

    monkeypatch.setenv("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    monkeypatch.setattr(session, "_warned", False)
    with devicelab.simulate("M2 Air 16 GB") as mac:
        mac.faults.fallback("linalg_eig")
        a = torch.eye(3, device="mps")
        with fallbacks.recorded():
            torch.linalg.eig(a)
            torch.linalg.eig(a)
    assert _counts()["aten::linalg_eig"] >= 2
