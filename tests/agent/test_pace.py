"""The pace of a run beside readings that are dear."""

from devicelab.agent.schedule import BUDGET_US, Pace

MEMORY = {"rss": 1, "allocated": None, "driver": None}


def said_after(pace, costs):
    """What each sample says of its period, with what the reading before it cost."""
    now, said = 0.0, []
    for cost in costs:
        assert pace.due(now, now, MEMORY)
        said.append(pace.telling(now))
        pace.told(now, MEMORY)
        pace.spend(cost)
        now += pace.reading()
    return said


def test_a_dear_reading_slows_the_next_sample_which_says_so_and_cheap_ones_undo_it():
    cheap, dear = BUDGET_US / 4, BUDGET_US + 1
    assert said_after(Pace(), [cheap, cheap, dear, cheap, cheap]) == [0.5, 0.5, 0.5, 1.0, 0.5]


def test_readings_that_stay_dear_go_on_slowing_and_middling_ones_change_nothing():
    costs = [0, 0, BUDGET_US + 1, BUDGET_US + 1, BUDGET_US * 0.8, BUDGET_US * 0.8]
    assert said_after(Pace(), costs) == [0.5, 0.5, 0.5, 1.0, 2.0, 2.0]


def test_the_first_reading_of_a_run_is_let_off():
    assert said_after(Pace(), [BUDGET_US * 9, 0]) == [0.5, 0.5]


def told_at(pace, hours):
    """When a cell is told of that runs for so long and whose memory jumps with every reading."""
    now, times = 0.0, []
    while now < hours * 3600:
        memory = {**MEMORY, "rss": 1 + len(times) % 2}
        if pace.due(now, now, memory):
            pace.told(now, memory)
            times.append(now)
        now += pace.reading()
    return times


def test_after_600_samples_a_cell_is_told_of_each_30_s_whatever_its_memory_does():
    times = told_at(Pace(), hours=3)
    assert len(times) > 600
    assert times[599] - times[0] == 599 * 0.5
    rest = times[599:]
    assert {later - sooner for sooner, later in zip(rest, rest[1:])} == {30.0}


def test_a_quiet_cell_reaches_its_600_samples_by_the_slower_paces():
    pace, now, times = Pace(), 0.0, []
    while now < 3 * 3600:
        if pace.due(now, now, MEMORY):
            times.append(now)
            pace.told(now, MEMORY)
        now += pace.reading()
    steps = [later - sooner for sooner, later in zip(times, times[1:])]
    assert sorted(set(steps)) == [0.5, 1.0, 2.0, 30.0]
    assert steps == sorted(steps)
    assert steps.index(30.0) == 599
