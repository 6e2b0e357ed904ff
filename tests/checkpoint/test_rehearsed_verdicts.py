"""What a rehearsal does to a verdict: it may prove less, and it never costs the learner."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from cells import Cells  # noqa: E402
from rehearsals import needs_fake_device  # noqa: E402

from devicelab.checkpoint import Exercise  # noqa: E402
from devicelab.checkpoint.judge import judge  # noqa: E402
from devicelab.proof import rehearsal  # noqa: E402

HERE = torch.accelerator.is_available()
pytestmark = pytest.mark.skipif(HERE, reason="asks what happens without an accelerator")


@pytest.fixture(scope="module", autouse=True)
def ended():
    yield
    rehearsal.stop()


def exercise(driver, how="on_simulated_mac", **options):
    made = Exercise(
        id="m9.q9",
        title="A test",
        needs=("answer",),
        covers="nothing",
        starter="def answer(device):\n    ...\n",
        reference="",
        hints=("", "", ""),
        **options,
    )

    @made.check
    def check(trial, answer):
        trial.expect("a thing seen before", True, "never", what="", why="", try_="")
        found = getattr(trial, how)(driver, {"answer": answer}, limit=5.0)
        trial.seen["found"] = found
        if found is not None:
            ok = not found.get("cpu")
            trial.expect("there", ok, "on_cpu", what="It was on the CPU.", why="", try_="")

    return made


def finding(driver, source, how="on_simulated_mac", **options):
    cells = Cells()
    cells.run("import torch\n" + source)
    return judge(exercise(driver, how, **options), cells.names)


MOVES = "def answer(x, device):\n    return x.to(device) @ x.to(device)\n"


@pytest.mark.parametrize(
    ("how", "sim"),
    [("on_simulated_mac", True), pytest.param("rehearse", False, marks=needs_fake_device)],
)
def test_a_right_answer_passes_as_far_as_it_was_proved(how, sim):
    found = finding(drivers.on_device, MOVES, how)
    assert (found.outcome, found.rehearsed, found.sim) == ("passed_cpu", True, sim)
    # Said once, by the label below every verdict (tests/checkpoint/test_cards.py).
    assert found.message.why is None


def test_the_exercise_of_no_device_passes_whole():
    assert finding(drivers.on_device, MOVES, device_free=True).outcome == "passed"


@pytest.mark.parametrize(
    "how",
    ["on_simulated_mac", "on_accelerator", pytest.param("rehearse", marks=needs_fake_device)],
)
def test_a_cheat_fails(how):
    found = finding(
        drivers.on_device, "def answer(x, device):\n    return (x @ x).to(device)\n", how
    )
    assert (found.outcome, found.message.id) == ("failed", "on_cpu")


def test_what_is_raised_there_is_told_with_the_learners_line():
    found = finding(
        drivers.on_device, "def answer(x, device):\n    y = x.to(device)\n    return y + x\n"
    )
    assert (found.outcome, found.message.id) == ("error", "raised")
    assert found.message.what == (
        "On a simulated Mac (M2 Air 16 GB) your code stopped with `RuntimeError: Expected all "
        "tensors to be on the same device, but found at least two devices, mps:0 and cpu!` at "
        "line 4, `return y + x`."
    )
    assert found.sim


def test_a_mistake_reads_what_was_raised_there():
    mixing = exercise(drivers.on_device)

    @mixing.mistake("mixes", example="", what="Line {line} mixes devices.", why="w", try_="t")
    def mixes(trial, answer):
        error = trial.raised_there
        return isinstance(error, RuntimeError) and {"line": str(error.line)}

    cells = Cells()
    cells.run("def answer(x, device):\n    return x.to(device) + x\n")
    found = judge(mixing, cells.names)
    assert (found.outcome, found.message.id, found.message.what) == (
        "failed",
        "mixes",
        "Line 2 mixes devices.",
    )


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            "import threading\nlock = threading.Lock()\ndef answer():\n    return lock and 1\n",
            "`lock`",
        ),
        ("def answer():\n    while True:\n        pass\n", "longer than 5 s"),
        ("import os\ndef answer():\n    os._exit(1)\n", "died while it ran your code"),
        ("def answer():\n    return eval('1')\n", "`eval`"),
    ],
)
def test_what_could_not_be_rehearsed_is_said_and_costs_nothing(source, sentence):
    found = finding(drivers.value, source)
    assert found.outcome == "passed_cpu"
    assert (found.rehearsed, found.sim) == (False, False)
    (skipped,) = [s for s in found.subchecks if s.status == "skipped"]
    assert skipped.message.what.startswith("Not rehearsed: ")
    assert sentence in found.message.why


@pytest.mark.parametrize("driver", [drivers.broken, drivers.no_data])
def test_a_fault_of_the_drivers_is_ours(driver):
    found = finding(driver, "def answer(x):\n    return 1\n")
    assert (found.outcome, found.message.id) == ("broken", "check_broken")
    assert "does not count against you" in found.message.why


@pytest.mark.parametrize(
    ("rehearses", "body", "starts"),
    [(False, "return 1", False), (True, "...", False), (True, "return 1", True)],
)
def test_the_process_starts_with_the_check_that_will_need_it(rehearses, body, starts):
    from devicelab.proof.rehearsal import host

    rehearsal.stop()
    made = exercise(drivers.value, rehearses=rehearses)
    made.check(lambda trial, answer: trial.expect("it", True, "no", what="", why="", try_=""))
    cells = Cells()
    cells.run(f"def answer(x):\n    {body}\n")
    judge(made, cells.names)
    assert bool(host._warm) is starts
