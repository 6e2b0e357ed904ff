"""Every exercise of the course proves itself, and leaves the process as it was."""

from __future__ import annotations

import pytest
import torch

from devicelab.checkpoint import bank, selftest
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.judge import judge
from devicelab.course.m1.worlds import WORLDS, lived_in, takes_a_tensor

MOST_SAMPLES = 20
# Their checks take seconds; what they draw is drawn once for all, or only scales the figures.
SAMPLES = {"m1.q3": 4, "m1.q4": 3, "m1.q5": 1, "m2.q2": 5, "m2.q4": 1}
# The script of m2.q3 brings its own data: nothing in it follows from the nonce.
DRAWING = [item for item in bank.items() if item != "m2.q3"]


@pytest.mark.parametrize("item", bank.items())
def test_the_exercise_proves_itself(item, tmp_path, monkeypatch):
    monkeypatch.setenv("DEVICELAB_HOME", str(tmp_path / "home"))
    (result,) = selftest.run([item])
    assert result.problems == []
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("item", DRAWING)
def test_the_outcome_does_not_hang_on_the_inputs(item, monkeypatch):
    exercise = bank.exercise(item)
    monkeypatch.setattr(exercise, "_picture", None)
    right = run_source(exercise.reference, f"{item}:reference")
    for n in range(SAMPLES.get(item, MOST_SAMPLES)):
        finding = judge(exercise, right, nonce=f"{n:016x}")
        assert finding.outcome in ("passed", "passed_cpu"), (n, finding.message)
        for mistake in exercise.mistakes:
            found = judge(exercise, run_source(mistake.example, "x"), nonce=f"{n:016x}")
            assert found.message.id == mistake.id, (n, found.message)


def test_the_same_nonce_gives_the_same_inputs():
    exercise = bank.exercise("m1.q3")
    right = run_source(exercise.reference, "x")
    one, two, other = (judge(exercise, right, nonce=n * 16).inputs_sha256 for n in "aab")
    assert one == two != other


def test_items_are_in_the_order_of_the_course():
    items = bank.items()
    assert items == sorted(items, key=bank._order)
    assert bank._order("m2.q10") > bank._order("m2.q9")
    assert {"m1.q1", "m1.q3", "m1.q6"} <= set(items)


def test_no_message_gives_a_solution_away():
    for exercise in bank.exercises():
        body = [line.strip() for line in exercise.reference.splitlines() if "return" in line]
        for mistake in exercise.mistakes:
            for sentence in (mistake.what, mistake.why, mistake.try_):
                assert "incorrect" not in sentence.lower()
                assert not any(line in sentence for line in body)


def state():
    return {
        "mps": (torch.backends.mps.is_built(), torch.backends.mps.is_available()),
        "cuda": (torch.cuda.is_available(), torch.cuda.device_count(), torch.version.cuda),
        "cuda_built": torch.backends.cuda.is_built(),
        "accelerator": (torch.accelerator.is_available(), torch.accelerator.current_accelerator()),
        "library": sorted(dir(torch._C)),
        "caches": (torch.cuda._cached_device_count, torch.cuda._lazy_init),
        "tensor": takes_a_tensor("mps"),
    }


def visit(world, error):
    with lived_in(world):
        torch.backends.mps.is_available()
        raise error


@pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.name)
def test_a_world_ends_however_it_ends(world):
    before = state()
    for error in (ValueError, KeyboardInterrupt, SystemExit):
        with pytest.raises(error):
            visit(world, error)
        assert state() == before


@pytest.mark.parametrize("world", WORLDS, ids=lambda w: w.name)
def test_a_world_answers_as_the_machine_would(world):
    with lived_in(world):
        assert torch.backends.mps.is_built() is (world.built == "mps")
        assert torch.backends.cuda.is_built() is (world.built == "cuda")
        assert torch.mps.is_available() is (world.present == "mps")
        assert torch.cuda.device_count() == (world.present == "cuda")
        assert not torch.xpu.is_available()
        for device in ("mps", "cuda", "xpu"):
            assert takes_a_tensor(device) is (world.present == device)
            with torch.device("cpu"):
                assert torch.zeros(1).device.type == "cpu"
        if world.present:
            with torch.device(world.present):
                assert torch.ones(2).device.type == world.present
            assert torch.nn.Linear(2, 2).to(world.present) is not None


def asked(source):
    finding = judge(bank.exercise("m1.q1"), run_source(source, "m1.q1:asked"))
    return finding.outcome, finding.message.id


def test_what_raises_somewhere_is_an_error_that_says_where():
    source = "import torch\ndef pick_device():\n    return torch.zeros(1, device='cuda').device\n"
    exercise = bank.exercise("m1.q1")
    finding = judge(exercise, run_source(source, "x"))
    assert finding.outcome == "error"
    assert finding.message.what.startswith("On a machine without an accelerator your code stopped")
    assert "AssertionError: Torch not compiled with CUDA enabled" in finding.message.what


@pytest.mark.parametrize(
    ("body", "message_id"),
    [
        ("torch.device('mps' if torch.backends.mps.is_built() else 'cpu')", "built_not_available"),
        ("torch.device('cuda' if torch.version.cuda else 'cpu')", "built_not_available"),
        ("torch.device('cuda')", "hard_coded"),
        ("'mps'", "returns_string"),
        ("7", "not_a_device"),
        ("torch.accelerator.current_accelerator(check_available=True)", "no_fallback"),
        (
            "torch.device('cuda') if torch.backends.mps.is_available() else torch.device('cpu')",
            "wrong_cuda",
        ),
    ],
)
def test_other_wrong_devices(body, message_id):
    source = f"import torch\ndef pick_device():\n    return {body}\n"
    assert asked(source) == ("failed", message_id)
