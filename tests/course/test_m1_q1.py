"""m1.q1: what is said of answers that come near is true of them."""

from __future__ import annotations

import pytest
import torch
from answers import found


def picks(body):
    return found("m1.q1", f"import torch\ndef pick_device():\n{body}")


AROUND = """\
    if torch.cuda.is_available():
        {cuda}
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        {mps}
        return torch.device("mps")
    return torch.device("cpu")
"""


@pytest.mark.parametrize(
    ("cuda", "mps"),
    [
        ("print(torch.cuda.get_device_name(0))", "pass"),
        ("torch.cuda.get_device_properties(0).total_memory // 2**30", "pass"),
        ("assert torch.cuda.get_device_capability() >= (3, 7)", "pass"),
        ("torch.cuda.get_device_capability(torch.device('cuda'))", "pass"),
        ("torch.cuda.synchronize()", "torch.mps.synchronize()"),
        ("torch.cuda.synchronize(0)", "torch.accelerator.synchronize()"),
        ("torch.cuda.mem_get_info(0)[0] > 0", "torch.mps.recommended_max_memory() > 0"),
        ("torch.cuda.is_bf16_supported()", "torch.mps.manual_seed(1)"),
        ("torch.manual_seed(0)", "torch.manual_seed(0)"),
        ("torch.cuda.set_device(0)", "torch.mps.empty_cache()"),
        ("torch.cuda.device(0).__enter__()", "torch.mps.driver_allocated_memory()"),
        ("pass", "assert torch.ones(2, 3, device='mps').sum().item() == 6"),
        ("pass", "torch.mps.Event(enable_timing=True).record()"),
        ("pass", "assert torch.mps.current_allocated_memory() == 0"),
    ],
)
def test_a_right_answer_may_look_at_what_it_found(cuda, mps):
    finding = picks(AROUND.format(cuda=cuda, mps=mps))
    assert (finding.outcome, finding.message.what) == ("passed", finding.message.what)


@pytest.mark.parametrize(
    ("cuda", "named"),
    [
        ("torch.Generator(device='xpu')", "RuntimeError"),
        ("torch._C._no_such_part()", "AttributeError"),
        ("torch.cuda.no_such_part()", "AttributeError"),
    ],
)
def test_an_answers_own_use_of_what_is_not_there(cuda, named):
    """Only what torch itself raises is the world's; a misspelt name is the answer's."""
    finding = picks(AROUND.format(cuda=cuda, mps="pass"))
    if named == "AttributeError":
        assert finding.outcome == "error"
        return
    if torch.cuda.is_available():  # then the answer comes to it on this machine as well
        assert finding.outcome == "error"
        assert finding.message.what.startswith("On this machine your code stopped")
        return
    assert finding.outcome == "passed_cpu"
    (skipped,) = [s for s in finding.subchecks if s.status == "skipped"]
    assert skipped.name == "on a machine with an NVIDIA GPU"
    assert skipped.message.id == "world_failed"
    assert named in finding.message.why


@pytest.mark.skipif(torch.cuda.is_available(), reason="the part is there")
def test_what_torch_raises_in_an_imagined_machine_is_not_tried(monkeypatch):
    def without_a_stand_in():
        raise NameError("name '_get_device_properties' is not defined")

    without_a_stand_in.__code__ = without_a_stand_in.__code__.replace(
        co_filename=torch.cuda.__file__
    )
    monkeypatch.setattr(torch.cuda, "ipc_collect", without_a_stand_in)
    finding = picks(AROUND.format(cuda="torch.cuda.ipc_collect()", mps="pass"))
    assert finding.outcome == "passed_cpu"
    assert finding.message.why.startswith("Not tried: on a machine with an NVIDIA GPU.")
    wrong = AROUND.format(cuda="torch.cuda.ipc_collect()", mps="return torch.device('cpu')")
    assert picks(wrong).outcome == "failed"


@pytest.mark.parametrize(
    "cuda",
    [
        "raise ValueError",
        "assert False",
        "{}['no']",
        "torch.zeros(1, device='mps')",
        "recursion()",
        "try:\n            torch.Generator(device='xpu')\n        except RuntimeError:\n            raise ValueError from None",
    ],
)
def test_what_the_answer_raises_itself_stays_an_error(cuda):
    source = "def recursion():\n    return recursion()\n"
    finding = found(
        "m1.q1", f"import torch\n{source}def pick_device():\n{AROUND.format(cuda=cuda, mps='pass')}"
    )
    assert finding.outcome == "error"
    assert finding.message.what.startswith("On a machine with an NVIDIA GPU your code stopped")


@pytest.mark.parametrize(
    ("body", "message_id", "part"),
    [
        ("print(torch.device('cpu'))", "nothing_returned", "gives `None` everywhere"),
        ("return (lambda: (yield))()", "not_a_device", "type `generator`"),
        ("return torch.device", "not_a_device", "type `type`"),
        ("return torch.zeros(1)", "not_a_device", "type `Tensor`"),
        ("return torch.device('cpu'), 1", "not_a_device", "type `tuple`"),
        ("return torch.device('cpu')", "hard_coded", "gives `cpu` on every machine"),
        (
            "return torch.device('cuda') if torch.cuda.is_available() else 0",
            "not_a_device",
            "type `int`",
        ),
    ],
)
def test_what_is_no_device_is_named_by_its_type(body, message_id, part):
    finding = picks(f"    {body}\n")
    assert (finding.outcome, finding.message.id) == ("failed", message_id)
    assert part in finding.message.what
