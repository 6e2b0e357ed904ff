"""What a rehearsal says of an answer: caught, passed, or not rehearsed and why."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from rehearsals import answer, needs_fake_device  # noqa: E402

from devicelab.proof import rehearsal  # noqa: E402
from devicelab.proof.rehearsal import (  # noqa: E402
    Broke,
    NotRehearsed,
    RaisedThere,
    fake_device,
    host,
    rehearse,
)

ROOT = Path(__file__).parents[2]


PARTS = (
    ("torch.utils.backend_registration", "_setup_privateuseone_for_python_backend"),
    ("torch._subclasses.fake_tensor", "FakeTensorMode"),
    ("torch._C", "_swap_tensor_impl"),
)


STAGES = [pytest.param("fake", marks=needs_fake_device), "simulated"]


@pytest.fixture(scope="module", autouse=True)
def ended():
    rehearsal.warm()
    yield
    rehearsal.stop()


@needs_fake_device
def test_a_forgotten_move_raises_on_the_fake_device():
    source = "def answer(x, device):\n    x = x.to(device)\n    return x * torch.ones(4, 4)\n"
    with pytest.raises(RuntimeError) as raised:
        rehearse(drivers.on_device, answer(source), {}, stage="fake")
    assert isinstance(raised.value, RaisedThere)
    assert "rehearsal:0" in str(raised.value)
    assert (raised.value.line, raised.value.source) == (5, "return x * torch.ones(4, 4)")


@needs_fake_device
def test_a_right_answer_passes_on_the_fake_device():
    source = (
        "def answer(x, device):\n    x = x.to(device)\n"
        "    return (x @ x) * torch.ones(4, 4, device=device)\n"
    )
    found = rehearse(drivers.on_device, answer(source), {}, stage="fake")
    assert found == {"device": "rehearsal", "cpu": 0.0, "strays": []}


CHEAT = "def answer(x, device):\n    return (x @ x).to(device)\n"


@pytest.mark.parametrize("stage", STAGES)
def test_computed_on_the_cpu_and_moved_at_the_end_is_seen(stage):
    found = rehearse(drivers.on_device, answer(CHEAT), {}, stage=stage)
    assert found["strays"] == []
    assert found["cpu"] == 1.0


TRAIN = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)
        {extra}
    def forward(self, x):
        return self.layer(x) {use}


def answer(device):
    model = Net(){move}
    optimizer = torch.optim.AdamW(model.parameters())
    loss = model(torch.ones(4, 3{device})).sum()
    loss.backward()
    optimizer.step()
    return model, optimizer
"""
RIGHT = {"extra": "", "use": "", "move": ".to(device)", "device": ", device=device"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_whole_step_leaves_nothing_elsewhere(stage):
    found = rehearse(drivers.trained, answer(TRAIN.format(**RIGHT)), {}, stage=stage)
    assert found == {"model": [], "optimizer": []}


@pytest.mark.parametrize("stage", STAGES)
def test_parameters_gradients_and_state_left_on_the_cpu_are_named(stage):
    source = TRAIN.format(**{**RIGHT, "move": "", "device": ""})
    found = rehearse(drivers.trained, answer(source), {}, stage=stage)
    assert "model parameter layer.weight" in found["model"]
    assert "model gradient of layer.weight" in found["model"]
    assert "opt state exp_avg of parameter 0" in found["optimizer"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_tensor_as_a_plain_attribute_does_not_move(stage):
    wrong = {**RIGHT, "extra": "self.scale = torch.ones(2)", "use": "* self.scale"}
    with pytest.raises(RuntimeError) as raised:
        rehearse(drivers.trained, answer(TRAIN.format(**wrong)), {}, stage=stage)
    assert raised.value.source == "return self.layer(x) * self.scale"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "return torch.ones(2, dtype=torch.float64).to(device)",
            "MPS framework doesn't support float64",
        ),
        ("return torch.ones(2, device=device).numpy()", "Use Tensor.cpu()"),
        ("return torch.ones(2, device=device) + torch.ones(2)", "on the same device"),
    ],
)
def test_what_a_mac_says_is_said_word_for_word(source, text):
    found = rehearse(drivers.told, answer(f"def answer(device):\n    {source}\n"), {})
    assert text in found["raised"]
    assert (found["kind"], found["name"]) == ("simulated", "a simulated M2 Air 16 GB")


@needs_fake_device
def test_numbers_are_beyond_the_fake_device_and_that_costs_nothing():
    source = "def answer(x, device):\n    return x * x.to(device).sum().item()\n"
    with pytest.raises(NotRehearsed, match="has no numbers"):
        rehearse(drivers.on_device, answer(source), {}, stage="fake")


@pytest.mark.parametrize("stage", STAGES)
def test_batch_norm_moves_with_its_buffers(stage):
    norm = {"extra": "self.norm = nn.BatchNorm1d(2)"}
    source = TRAIN.format(**{**RIGHT, **norm}).replace("self.layer(x)", "self.norm(self.layer(x))")
    assert rehearse(drivers.trained, answer(source), {}, stage=stage)["model"] == []
    wrong = source.replace(".to(device)", "")
    with pytest.raises(RuntimeError):
        rehearse(drivers.trained, answer(wrong), {}, stage=stage)


def test_a_data_loader_with_workers_autocast_and_a_scaler_on_the_mac():
    # As on a Mac: older scalers went through float64 (pytorch#142397).
    scales = "mps" in inspect.getsource(torch.amp.GradScaler.unscale_)
    source = """\
from torch.utils.data import DataLoader, TensorDataset

def answer():
    data = TensorDataset(torch.ones(8, 2))
    model = nn.Linear(2, 1).to("mps")
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler("mps")
    losses = []
    for (x,) in DataLoader(data, batch_size=4, num_workers=1):
        with torch.autocast("mps", dtype=torch.float16):
            loss = (model(x.to("mps")) - 1).square().mean()
        scaler.scale(loss).backward()
        scaler.step(opt)
        scaler.update()
        losses.append(loss.item())
    return len(losses)
"""
    if scales:
        assert rehearse(drivers.value, answer(source), {}) == {"value": 2}
        return
    with pytest.raises(TypeError, match="MPS framework doesn't support float64"):
        rehearse(drivers.value, answer(source), {})


def test_a_name_that_cant_travel_is_named():
    source = "import threading\nlock = threading.Lock()\ndef answer():\n    return lock\n"
    with pytest.raises(NotRehearsed, match="Not rehearsed: `lock`"):
        rehearse(drivers.value, answer(source), {})


def test_a_name_that_was_not_seen_is_no_error_of_the_answers():
    source = "import builtins\nhelper = 1\ndef answer():\n    return getattr(builtins, 'ev' + 'al')('helper')\n"
    with pytest.raises(NotRehearsed, match="`helper` was not seen"):
        rehearse(drivers.value, answer(source), {})


def test_a_file_of_ones_own_folder_is_no_error_of_the_answers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("")
    with pytest.raises(NotRehearsed, match="relative path"):
        rehearse(drivers.value, answer("def answer():\n    return open('notes.txt').read()\n"), {})


def test_a_module_beside_the_notebook_comes_along(tmp_path, monkeypatch):
    (tmp_path / "beside_the_notebook.py").write_text("def seven():\n    return 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    rehearsal.stop()  # a path that is new since the start is known to a new process only
    source = "from beside_the_notebook import seven\ndef answer():\n    return seven()\n"
    assert rehearse(drivers.value, answer(source), {}) == {"value": 7}


def test_a_module_that_is_nowhere_to_be_imported_from_is_named(monkeypatch):
    from types import ModuleType

    made = ModuleType("only_in_this_kernel")
    made.seven = lambda: 7
    monkeypatch.setitem(sys.modules, "only_in_this_kernel", made)
    with pytest.raises(NotRehearsed, match="only_in_this_kernel"):
        rehearse(
            drivers.value,
            answer("import only_in_this_kernel as m\ndef answer():\n    return m.seven()\n"),
            {},
        )


def test_the_drivers_own_fault_is_not_the_answers():
    with pytest.raises(Broke, match=r"KeyError.*stage_drivers.py:\d+"):
        rehearse(drivers.broken, answer("def answer():\n    return 1\n"), {})


@pytest.mark.parametrize("driver", [drivers.no_data, drivers.too_much])
def test_findings_that_are_no_data_or_too_many_are_the_drivers_fault(driver):
    with pytest.raises(Broke):
        rehearse(driver, answer("def answer():\n    return 1\n"), {})


def test_a_driver_that_cant_be_imported_is_refused():
    with pytest.raises(ValueError, match="can't be imported"):
        rehearse(lambda stage, answer: {}, answer("def answer():\n    return 1\n"), {})


def test_prints_and_folders_and_patches_are_gone_with_the_job():
    source = """\
import os
def answer():
    print("x" * 100000)
    os.write(1, b"y" * 100000)
    open("left.txt", "w").write("left")
    os.environ["LEFT"] = "1"
    torch.add = None
    torch.accelerator = None
    return 1
"""
    assert rehearse(drivers.value, answer(source), {}) == {"value": 1}
    found = rehearse(drivers.surroundings, answer("def answer():\n    return 1\n"), {})
    assert (found["cwd"], found["accelerator"], found["add"]) == ([], "mps", 2.0)
    assert "LEFT" not in found["environment"]


def test_no_token_and_no_setting_of_ours_gets_there(monkeypatch):
    for name in ("HF_TOKEN", "DEVICELAB_HOME", "PYTORCH_ENABLE_MPS_FALLBACK", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, "1")
    assert not {"HF_TOKEN", "DEVICELAB_HOME", "PYTORCH_ENABLE_MPS_FALLBACK"} & set(
        host.environment()
    )
    assert host.environment()["CUDA_VISIBLE_DEVICES"] == ""


@pytest.mark.parametrize(("module", "name"), PARTS)
def test_a_torch_without_what_it_takes_is_told(monkeypatch, module, name):
    for home, part in PARTS:
        # A release that lacks one is made whole, so that each is missed by itself.
        monkeypatch.setattr(importlib.import_module(home), part, object(), raising=False)
    monkeypatch.delattr(importlib.import_module(module), name)
    with pytest.raises(fake_device.Unavailable, match=f"has no `{module}.{name}`"):
        fake_device.check_available()


def test_the_driver_of_the_authors_page_works_as_it_stands(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    (text,) = [b for b in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def trains" in b]
    (tmp_path / "driver_of_the_page.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    rehearsal.stop()
    module = importlib.import_module("driver_of_the_page")
    source = """\
def train(device):
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, losses = torch.ones(4, 2, device=device), []
    for _ in range(3):
        loss = (model(x) - 7).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return model, losses

answer = train
"""
    found = rehearse(module.trains, {"train": answer(source)["answer"]}, {"seed": 3})
    assert found["losses"][0] > found["losses"][-1]
    assert (found["strays"], found["on_cpu"] < 0.5) == ([], True)
