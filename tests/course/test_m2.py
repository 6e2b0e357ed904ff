"""Module 2's answers beyond those that the bank lists: other right ones, other wrong ones, half ones."""

from __future__ import annotations

import warnings

import pytest
import torch
from answers import found
from cells import Cells

from devicelab.checkpoint import bank
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.judge import judge
from devicelab.course.m2 import q2_answers, q3_answers, q4_answers, recall
from devicelab.course.m2.given import a_mac, filters_from_a_gpu, owners_of, this_machine
from devicelab.course.m2.q1_answers import in_order
from devicelab.course.ref import pick_device, report

PORT = q3_answers.REFERENCE
# What needs an accelerator: passed beside one, else rehearsed.
PASSED = "passed" if torch.cuda.is_available() else "passed_cpu"


def ported(*changes):
    """The outcome and message on a port that is changed further."""
    source = PORT
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    finding = found("m2.q3", source)
    return finding.outcome, finding.message


def test_the_script_has_six_habits_on_eight_lines():
    words = (".cuda()", "cuda.amp.autocast", "cuda.amp.GradScaler", "pin_memory=True")
    words += ("cuda.synchronize", "torch.load(filters_from_a_gpu())")
    hits = {w: [line for line in q3_answers.STARTER.splitlines() if w in line] for w in words}
    assert [len(lines) for lines in hits.values()] == [3, 1, 1, 1, 1, 1]


def test_a_file_from_a_gpu_names_its_device():
    if torch.cuda.is_available():
        assert torch.load(filters_from_a_gpu())["weight"].device.type == "cuda"
    else:
        with pytest.raises(RuntimeError, match="deserialize object on a CUDA device"):
            torch.load(filters_from_a_gpu())
    assert torch.load(filters_from_a_gpu(), map_location="cpu")["weight"].shape == (8, 3, 3, 3)


def test_a_model_that_is_left_on_the_cpu_beside_a_moved_batch():
    outcome, message = ported(("model = Net().to(device)", "model = Net()"))
    assert (outcome, message.id) == ("failed", "two_devices")


def test_an_error_of_its_own_is_told_with_its_line():
    outcome, message = ported(("losses = []", "losses = None"))
    assert outcome == "error"
    assert "AttributeError" in message.what
    line = PORT.splitlines().index("            losses.append(loss.item())") + 1
    assert f"line {line}, `losses.append" in message.what


def test_fewer_epochs_are_another_training():
    outcome, message = ported(("range(4)", "range(1)"))
    assert (outcome, message.id) == ("failed", "loss_high")


def test_what_falls_back_is_named():
    outcome, message = ported(
        (
            "losses.append(loss.item())",
            "losses.append(loss.item())\n            torch.linalg.svd(x[0, 0])",
        )
    )
    assert outcome == "failed"
    assert "svd" in message.what


def test_the_net_may_be_in_a_cell_of_its_own():
    head, _, train = PORT.partition("\n\ndef train")
    cells = Cells()
    cells.run_apart(head)
    cells.run_apart(f"def train{train}")
    finding = judge(bank.exercise("m2.q3"), cells.names)
    assert finding.outcome == PASSED
    assert finding.rehearsed is (PASSED == "passed_cpu")


def test_the_script_as_handed_out_is_no_attempt():
    for source in (q3_answers.STARTER, f"# mine\n{q3_answers.STARTER}"):
        finding = found("m2.q3", source)
        assert (finding.outcome, finding.message.id) == ("unattempted", "untouched")
        assert finding.message.what == "`train` is still as handed out."


@pytest.mark.parametrize(
    "changes",
    [
        [("torch.rand(z.shape)", "torch.rand_like(z)")],
        [("self.scale = torch.tensor([2.0, 2.0])", "self.scale = 2.0")],
        [
            ("torch.rand(z.shape)", "torch.rand(z.shape, device=z.device)"),
            (
                "self.scale = torch.tensor([2.0, 2.0])",
                'self.register_buffer("scale", torch.tensor([2.0, 2.0]))',
            ),
        ],
    ],
    ids=["mask", "scale", "class"],
)
def test_half_a_port_is_run_and_told_what_is_left(changes):
    half = q3_answers.STARTER
    for old, new in changes:
        assert old in half
        half = half.replace(old, new)
    cells = Cells()
    cells.run_apart(half)
    finding = judge(bank.exercise("m2.q3"), cells.names)
    assert (finding.outcome, finding.message.id) == ("failed", "cuda_call")
    assert finding.message.what == "Line 24 still says `model = Net().cuda()`."


def test_the_script_in_two_cells_is_no_attempt_until_one_of_them_changes():
    head, _, train = q3_answers.STARTER.partition("\n\ndef train")
    cells = Cells()
    cells.run_apart(head)
    cells.run_apart(f"def train{train}")
    assert judge(bank.exercise("m2.q3"), cells.names).outcome == "unattempted"
    cells.run_apart(head.replace("torch.rand(z.shape)", "torch.rand_like(z)"))
    finding = judge(bank.exercise("m2.q3"), cells.names)
    assert (finding.outcome, finding.message.id) == ("failed", "cuda_call")
    assert finding.message.what == "Line 3 still says `model = Net().cuda()`."


@pytest.mark.parametrize("item", [i for i in bank.items() if i.startswith("m2.")])
def test_another_name_and_an_empty_kernel_get_a_sentence(item):
    exercise = bank.exercise(item)
    (name,) = exercise.needs
    for source in ("", exercise.reference.replace(f"def {name}(", "def something(")):
        finding = judge(exercise, run_source(source, "cell"))
        assert (finding.outcome, finding.message.id) == ("unattempted", "missing_name")
        assert f"`{name}` is not defined here yet" in finding.message.what


def test_a_training_leaves_the_learners_random_state_threads_and_cuda_alone():
    torch.manual_seed(4)
    before = torch.get_rng_state(), torch.get_num_threads(), torch.Tensor.cuda
    assert found("m2.q3", PORT).outcome == PASSED
    assert torch.equal(before[0], torch.get_rng_state())
    assert before[1:] == (torch.get_num_threads(), torch.Tensor.cuda)


@pytest.mark.parametrize(
    "version", ["numbers(macos) < numbers(floor)", "not numbers(macos) >= numbers(floor)"]
)
def test_versions_compared_by_a_helper(version):
    source = "numbers = lambda v: [int(n) for n in v.split('.')]\n" + in_order(version)
    assert found("m2.q1", source).outcome == "passed"


def test_an_answer_that_is_no_text():
    finding = found("m2.q1", in_order("True").replace('return "ok"', "return True"))
    assert finding.outcome == "failed"


def test_devices_with_their_index_are_the_same_place():
    source = q2_answers.REFERENCE.replace("t.device.type", "str(t.device)")
    assert found("m2.q2", source).outcome == "passed"


def test_a_frozenset_is_a_set_and_a_generator_is_none():
    right = q2_answers.REFERENCE
    assert (
        found(
            "m2.q2",
            right.replace("return {", "return frozenset({").replace("in tensors}", "in tensors})"),
        ).outcome
        == "passed"
    )
    wrong = found(
        "m2.q2", right.replace("return {", "return (").replace("in tensors}", "in tensors)")
    )
    assert (wrong.outcome, wrong.message.id) == ("failed", "not_a_set_of_text")


def test_moving_in_two_ways_and_a_name_that_cant_travel():
    right = q4_answers.REFERENCE
    finding = found(
        "m2.q4",
        right.replace(
            "SMALLER.get(batch.dtype, batch.dtype)",
            "SMALLER.get(batch.dtype, batch.dtype), lock is None",
        )
        + "\nimport threading\nlock = threading.Lock()\n",
    )
    assert finding.outcome == PASSED
    assert "`lock`" in (finding.message.why or "")


def test_a_report_that_is_none_or_half():
    for source in (
        "def report(fn):\n    fn()\n    return 3\n",
        "def report(fn):\n    return {'result': fn()}\n",
    ):
        finding = found("m2.q5", source)
        assert finding.outcome in ("failed", "error")


def test_the_givens(capsys):
    assert set(this_machine()) == {
        "built",
        "available",
        "system",
        "machine",
        "translated",
        "macos",
        "floor",
    }
    with a_mac() as name:
        assert "simulated" in name
        assert torch.ones(1, device="mps").device.type == "mps"
    assert not torch.backends.mps.is_available()
    model = torch.nn.Linear(2, 2)
    assert owners_of(model, torch.optim.SGD(model.parameters()), {"n": 3})["batch"] == set()
    assert pick_device().type == ("cuda" if torch.cuda.is_available() else "cpu")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert report(lambda: 3) == {"result": 3, "fallbacks": [], "status": "native"}


def test_recall_compares_and_grades_nothing(capsys):
    recall._asked.clear()
    recall.compare(steps=1, copies=True)
    recall.ask()
    recall.compare()
    recall.compare(steps=recall._asked["steps"], copies="no")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Run the cell above first")
    assert lines[4].startswith("Write your answers")
    assert f"steps: {recall._asked['steps']}, as you said" in lines[5]
    assert "and you said 'no'" in lines[6]


@pytest.mark.parametrize("always", [False, True])
def test_an_answer_that_leaves_warn_always_on_does_not_leave_it_so(always):
    torch.set_warn_always(always)
    try:
        mistakes = {m.id: m.example for m in bank.exercise("m2.q5").mistakes}
        assert found("m2.q5", mistakes["leaves_always_on"]).outcome == "failed"
        assert torch.is_warn_always_enabled() is always
    finally:
        torch.set_warn_always(False)
