"""Timing and comparing by a fake machine's clock: no real clock is judged here."""

from __future__ import annotations

import random
from typing import Callable

import pytest
from fake_machine import ASK, FakeMachine
from hypothesis import given, settings
from hypothesis import strategies as st

from devicelab.measure import Comparison, Timing, bench, compare, compared


def _steady(seconds: float) -> Callable[[], float]:
    return lambda: seconds


def _disturbed(draws: random.Random, seconds: float, sigma: float) -> Callable[[], float]:
    return lambda: seconds * draws.lognormvariate(0, sigma)


def _compared(machine: FakeMachine, a: Callable[[], float], b: Callable[[], float]) -> Comparison:
    return compare(
        machine.work("a", a), machine.work("b", b), sync=machine.sync, clock=machine.clock
    )


@settings(deadline=None, max_examples=40)
@given(seconds=st.floats(1e-3, 1.0), warmup=st.integers(0, 5), repeats=st.integers(1, 30))
def test_each_repeat_is_awaited_and_the_warm_up_is_not_in_it(
    seconds: float, warmup: int, repeats: int
) -> None:
    machine = FakeMachine()
    timing = bench(
        machine.work("fn", _steady(seconds)),
        sync=machine.sync,
        warmup=warmup,
        repeats=repeats,
        budget=0.0,
        clock=machine.clock,
    )
    assert timing.seconds == pytest.approx([seconds] * repeats)
    assert len(machine.calls) == warmup + repeats


def test_work_still_queued_when_it_begins_is_not_counted() -> None:
    machine = FakeMachine()
    machine.work("before", _steady(5.0))()
    timing = bench(
        machine.work("fn", _steady(0.01)), sync=machine.sync, warmup=0, clock=machine.clock
    )
    assert max(timing.seconds) == pytest.approx(0.01)


def test_the_budget_ends_it_once_there_are_enough_repeats() -> None:
    machine = FakeMachine()
    slow = bench(machine.work("fn", _steady(1.0)), sync=machine.sync, clock=machine.clock)
    assert len(slow.seconds) == 5
    quick = bench(machine.work("fn", _steady(0.1)), sync=machine.sync, clock=machine.clock)
    assert len(quick.seconds) in (20, 21)
    many = bench(machine.work("fn", _steady(0.001)), sync=machine.sync, clock=machine.clock)
    assert len(many.seconds) == 200


def test_a_first_slow_call_and_two_disturbed_ones_do_not_move_the_median() -> None:
    machine, told = FakeMachine(), [0.5] + [0.01] * 4 + [0.1, 0.01, 0.1] + [0.01] * 9
    timing = bench(
        machine.work("fn", iter(told).__next__),
        sync=machine.sync,
        repeats=10,
        budget=0.0,
        clock=machine.clock,
    )
    assert timing.median == pytest.approx(0.01)
    assert not timing.noisy
    assert "10 repeats" in timing.sentence


def test_a_and_b_take_turns_in_changing_order() -> None:
    machine = FakeMachine()
    _compared(machine, _steady(0.01), _steady(0.01))
    assert "".join(machine.calls[6:14]) == "abbaabba"
    # One wait for the warm-up, one for each reading.
    assert machine.waits == 1 + 30


@pytest.mark.parametrize(
    ("ratio", "sigma", "verdict"),
    [(4.0, 0.15, "b faster"), (1.3, 0.05, "b faster"), (1 / 1.3, 0.05, "a faster")],
)
def test_a_true_ratio_lies_in_the_interval_at_the_stated_rate(
    ratio: float, sigma: float, verdict: str
) -> None:
    draws, rounds = random.Random(11), 60
    made = [
        _compared(
            FakeMachine(), _disturbed(draws, 0.1 * ratio, sigma), _disturbed(draws, 0.1, sigma)
        )
        for _ in range(rounds)
    ]
    assert sum(c.low <= ratio <= c.high for c in made) >= 0.87 * rounds
    assert sum(c.verdict == verdict for c in made) >= 0.9 * rounds


def test_equal_calls_are_too_close_even_while_the_machine_warms_up() -> None:
    machine, draws = FakeMachine(), random.Random(2)

    def drifting() -> float:
        return 0.01 * 1.006 ** len(machine.calls) * draws.lognormvariate(0, 0.01)

    found = _compared(machine, drifting, drifting)
    assert found.verdict == "too close"
    assert found.low <= 1.0 <= found.high


def test_wide_spread_is_noise_whatever_the_ratio() -> None:
    draws = random.Random(3)
    found = _compared(FakeMachine(), _disturbed(draws, 0.4, 0.6), _disturbed(draws, 0.1, 0.6))
    assert found.ratio > 2
    assert found.verdict == "too noisy"
    assert "too noisy" in found.sentence
    assert "too noisy" in found.a.sentence


def test_one_disturbed_reading_in_fifteen_changes_nothing() -> None:
    calm = [(0.13 + i * 1e-4, 0.1 + i * 1e-4) for i in range(15)]
    assert compared(calm).verdict == "b faster"
    assert compared([(1.3, 0.1), *calm[1:]]).verdict == "b faster"


def test_a_call_that_takes_no_time_at_all_gives_no_ratio() -> None:
    found = _compared(FakeMachine(), _steady(ASK), _steady(0.0))
    assert compared([(0.0, 0.0)] * 5).verdict == "too noisy"
    assert isinstance(found, Comparison)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(2.5, "2.5 s"), (0.00121, "1.21 ms"), (3.4e-5, "34 µs"), (5e-8, "50 ns")],
)
def test_times_are_said_in_a_unit_that_fits(seconds: float, said: str) -> None:
    assert Timing((seconds,) * 3).sentence.startswith(said)


def test_fewer_than_one_reading_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        bench(lambda: None, repeats=0)
    with pytest.raises(ValueError, match="at least one"):
        compare(lambda: None, lambda: None, pairs=0)
