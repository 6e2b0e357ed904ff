"""m1.q2, q4, q5 and q7: what is said of answers that come near is true of them."""

from __future__ import annotations

import pytest
from answers import found
from simulated_mac import mac as _mac

from devicelab.checkpoint import Trial, bank
from devicelab.course.m1 import q5_steps, q7_rules
from devicelab.course.m1.known_machine import MIB, KnownMachine, Seen
from devicelab.course.m1.q2_machine import look

mac = _mac


def reference(item):
    return bank.exercise(item).reference


def changed(item, old, new):
    source = reference(item)
    assert old in source
    return found(item, source.replace(old, new))


def test_half_a_card_names_what_is_open_and_an_untouched_one_is_not_started():
    starter = bank.exercise("m1.q2").starter
    assert found("m1.q2", starter).outcome == "unattempted"
    half = found("m1.q2", starter.replace('"chip": ...', '"chip": None'))
    assert (half.outcome, half.message.id) == ("failed", "half_filled")
    assert "`cores`" in half.message.what
    assert "`chip`" not in half.message.what
    assert found("m1.q2", 'card = {"chip": None}').message.id == "half_filled"


@pytest.mark.parametrize("value", ["7", "[1, 2]", "'M1'", "object()"])
def test_what_is_no_card_is_told_so(value):
    finding = found("m1.q2", f"card = {value}\n")
    assert (finding.outcome, finding.message.id) == ("failed", "no_card")


@pytest.mark.parametrize(
    ("field", "value", "message_id"),
    [
        ("chip", "'Pentium'", "chip_off"),
        ("threads", "999", "threads_off"),
        ("threads", "'four'", "threads_off"),
        ("ram_gib", "None", "ram_off"),
        ("cores", "[('all', 4000)]", "cores_off"),
        ("gpu_cores", "4321", "gpu_cores_off"),
    ],
)
def test_each_wrong_field_is_named(field, value, message_id):
    source = reference("m1.q2") + f"card[{field!r}] = {value}\n"
    finding = found("m1.q2", source)
    assert (finding.outcome, finding.message.id) == ("failed", message_id)


def test_our_own_look_knows_memory_and_threads():
    machine = look(Trial().device)
    assert all(0.1 < size < 10_000 for size in machine.ram_gib)
    assert machine.ram_gib
    assert machine.threads


def test_the_known_machine_answers_by_what_it_is_asked():
    machine = KnownMachine(1e12, 1e11)
    product = Seen(flops=2 * 1024**3, sizes=[1024])
    assert machine.seconds(product) == pytest.approx(2 * 1024**3 / machine.flops_at(1024))
    copy = Seen(copied=256 * MIB)
    assert machine.seconds(copy) == pytest.approx(2 * 256 * MIB / machine.bytes_at(256 * MIB))
    assert machine.bytes_at(MIB) > 2 * machine.bytes_at(256 * MIB)
    assert machine.flops_at(1024) > machine.flops_at(2048)  # so the largest is not the best


@pytest.mark.parametrize(
    ("old", "new", "message_id"),
    [
        ("max(gflops.values()) / gbs[MIB[-1]]", "gflops[2048] / gbs[MIB[-1]]", "ridge_off"),
        ('"ridge": max', '"other": max', "form"),
        ("for n in SIZES", "for n in SIZES[1:]", "form"),
        ("2 * n**3 / bench", "2e3 * n**3 / bench", "flops_off"),
        ("mib * 2**20 // 4", "mib * 2**20", "bytes_off"),
    ],
)
def test_other_wrong_rooflines(old, new, message_id):
    finding = changed("m1.q4", old, new)
    assert (finding.outcome, finding.message.id) == ("failed", message_id)


def test_a_roofline_may_do_what_meta_cannot():
    source = reference("m1.q4").replace(
        "    gflops, gbs = {}, {}",
        "    gflops, gbs = {}, {}\n    torch.ones(2, device=device).sum().item()",
    )
    assert found("m1.q4", source).outcome == "passed"


def test_a_roofline_of_no_dictionary_is_told_so():
    finding = found("m1.q4", "def roofline(bench, device):\n    return 3, 4\n")
    assert finding.message.id == "form"
    assert "type `tuple`" in finding.message.what


@pytest.mark.parametrize(
    ("old", "new", "message_id"),
    [
        ("low, high = bootstrap_median(steady)", "low = high = statistics.median(steady)", "width"),
        ("return low * minutes, ", "return ", "not_three"),
        (
            "statistics.median(steady) * minutes",
            "statistics.median(steady) * 1.01 * minutes",
            "middle_off",
        ),
        ("p.numel() for p", "p.numel() + 1 for p", "count_off"),
        ("math.ceil(n / batch)", "n / batch", "floor"),
    ],
)
def test_other_wrong_estimates(old, new, message_id):
    finding = changed("m1.q5", old, new)
    assert finding.outcome == "failed"
    assert finding.message.id in (message_id, "spread_of_steps")


def test_an_interval_that_is_too_narrow_misses_the_truth():
    narrow = "low, high = bootstrap_median(steady)\n    m = statistics.median(steady)\n"
    narrow += "    low, high = m + (low - m) / 4, m + (high - m) / 4"
    finding = changed("m1.q5", "low, high = bootstrap_median(steady)", narrow)
    assert (finding.outcome, finding.message.id) == ("failed", "coverage")


def test_the_lists_of_steps_are_drawn_once_for_all():
    assert q5_steps.drawn(2, 25) == q5_steps.drawn(3, 25)[:2]
    assert q5_steps.steps(64, 50_000) == 782


def test_every_place_is_the_right_one_somewhere_and_every_rule_decides():
    places = [q7_rules.recommend(job) for job in q7_rules.all_kinds()]
    assert len(places) == 1280
    assert set(places) == set(q7_rules.PLACES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('job["peak_gib"] <= job["budget_gib"]', 'job["peak_gib"] < job["budget_gib"]'),
        ('job["peak_gib"] <= job["ram_gib"]', 'job["peak_gib"] < job["ram_gib"]'),
        ('<= job["deadline_h"]', '< job["deadline_h"]'),
        ('job["gpus"] < 2', 'job["gpus"] < 1'),
        ('"nowhere" if job["private"] else "cloud"', '"cloud"'),
    ],
)
def test_a_boundary_that_is_off_is_found_and_the_job_is_named(old, new):
    finding = changed("m1.q7", old, new)
    assert finding.outcome == "failed"
    if finding.message.id == "another_place":
        assert "GiB of RAM" in finding.message.what


def test_the_true_type_error_is_quoted(mac):
    import torch

    with pytest.raises(TypeError) as raised:
        torch.ones(1, device=torch.device("mps")).double()
    mistake = next(m for m in bank.exercise("m1.q7").mistakes if m.id == "float64_on_mps")
    assert str(raised.value) in mistake.why
