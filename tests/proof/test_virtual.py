"""Devices that work beside the host: five stopwatches told apart, in virtual time and with a thread."""

from __future__ import annotations

import statistics
import threading
import time

import pytest

from devicelab.proof.virtual import LAUNCH, SlowDevice, VirtualDevice

WORK = 0.008


def good(fn, sync, reps=10, warmup=3, clock=time.perf_counter):
    for _ in range(warmup):
        fn()
    sync()
    times = []
    for _ in range(reps):
        start = clock()
        fn()
        sync()
        times.append(clock() - start)
    return statistics.median(times)


def no_sync(fn, sync, reps=10, warmup=3, clock=time.perf_counter):
    for _ in range(warmup):
        fn()
    times = []
    for _ in range(reps):
        start = clock()
        fn()
        times.append(clock() - start)
    return statistics.median(times)


def no_warmup_mean(fn, sync, reps=10, warmup=3, clock=time.perf_counter):
    times = []
    for _ in range(reps):
        start = clock()
        fn()
        sync()
        times.append(clock() - start)
    return statistics.fmean(times)


def sync_after_clock(fn, sync, reps=10, warmup=3, clock=time.perf_counter):
    times = []
    for _ in range(reps):
        start = clock()
        fn()
        times.append(clock() - start)
        sync()
    return statistics.median(times)


def no_sync_before(fn, sync, reps=1, warmup=3, clock=time.perf_counter):
    for _ in range(warmup):
        fn()
    start = clock()
    fn()
    sync()
    return clock() - start


def timed(bench, **options):
    device = VirtualDevice(WORK, first=0.12)
    return bench(device.fn, device.sync, clock=device.clock, **options)


def test_the_right_stopwatch_is_exact():
    assert timed(good) == pytest.approx(WORK + LAUNCH, rel=1e-9)


@pytest.mark.parametrize("bench", [no_sync, no_warmup_mean, sync_after_clock, no_sync_before])
def test_a_wrong_stopwatch_is_far_off(bench):
    assert not 0.98 < timed(bench) / (WORK + LAUNCH) < 1.02


def test_what_it_is_wrong_by_names_the_mistake():
    assert timed(no_sync) == pytest.approx(LAUNCH)
    assert timed(no_sync_before) > 0.12


def test_its_own_clock_is_noticed():
    device = VirtualDevice(WORK)
    good(device.fn, device.sync)
    assert (device.count("clock"), device.count("fn")) == (0, 13)
    assert device.count("sync") == 11


def test_work_that_was_queued_before_is_waited_for_too():
    device = VirtualDevice(1.0)
    device.fn()
    device.fn()
    assert device.clock() == pytest.approx(2 * LAUNCH)
    device.sync()
    assert device.clock() == pytest.approx(2.0 + LAUNCH)


def test_the_host_may_be_slower_than_the_device():
    device = VirtualDevice(0.001)
    device.fn()
    device.spend(1.0)
    device.sync()
    assert device.clock() == pytest.approx(1.0 + LAUNCH)


def test_works_of_one_call_after_the_other_and_the_first_that_compiles():
    def seconds(device):
        before = device.clock()
        device.fn()
        device.sync()
        return device.clock() - before - LAUNCH

    device = VirtualDevice([1.0, 2.0, 3.0])
    assert [seconds(device) for _ in range(4)] == pytest.approx([1.0, 2.0, 3.0, 3.0])
    device = VirtualDevice([1.0, 2.0, 3.0], first=9.0)
    assert [seconds(device) for _ in range(4)] == pytest.approx([9.0, 1.0, 2.0, 3.0])


def test_torchs_own_timer_takes_the_clock():
    benchmark = pytest.importorskip("torch.utils.benchmark")
    device = VirtualDevice(WORK)
    timer = benchmark.Timer(
        "fn(); sync()", globals={"fn": device.fn, "sync": device.sync}, timer=device.clock
    )
    assert timer.timeit(5).median == pytest.approx(WORK + LAUNCH, rel=0.02)


def test_the_slow_device_is_asked_at_once_and_done_later():
    with SlowDevice(work=0.02, first=0.05) as device:
        start = time.perf_counter()
        for _ in range(3):
            device.fn()
        asked = time.perf_counter() - start
        device.sync()
        done = time.perf_counter() - start
    # No less than it slept; that asking took less is what the queue is for.
    assert done >= 0.09
    assert asked < done
    assert "devicelab-slow-device" not in {t.name for t in threading.enumerate()}
