"""The rehearsal process: what it says, what it survives, and that none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from cells import Cells  # noqa: E402

from devicelab.proof import rehearsal  # noqa: E402
from devicelab.proof.rehearsal import Broke, NotRehearsed, RaisedThere, host, rehearse  # noqa: E402

SUPPORT = str(Path(__file__).parents[1] / "support")


@pytest.fixture(scope="module", autouse=True)
def ended():
    rehearsal.warm()
    yield
    rehearsal.stop()


def answer(source):
    cells = Cells()
    cells.run("import torch\nfrom torch import nn\n" + source)
    return {"answer": cells["answer"]}


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child that nobody has waited for is still listed.
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def test_a_forgotten_move_raises_on_the_fake_device():
    source = "def answer(x, device):\n    x = x.to(device)\n    return x * torch.ones(4, 4)\n"
    with pytest.raises(RuntimeError) as raised:
        rehearse(drivers.on_device, answer(source), {}, stage="fake")
    assert isinstance(raised.value, RaisedThere)
    assert "rehearsal:0" in str(raised.value)
    assert (raised.value.line, raised.value.source) == (5, "return x * torch.ones(4, 4)")


def test_a_right_answer_passes_on_the_fake_device():
    source = (
        "def answer(x, device):\n    x = x.to(device)\n"
        "    return (x @ x) * torch.ones(4, 4, device=device)\n"
    )
    found = rehearse(drivers.on_device, answer(source), {}, stage="fake")
    assert found == {"device": "rehearsal", "cpu": 0.0, "strays": []}


CHEAT = "def answer(x, device):\n    return (x @ x).to(device)\n"


@pytest.mark.parametrize("stage", ["fake", "simulated"])
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


@pytest.mark.parametrize("stage", ["fake", "simulated"])
def test_a_whole_step_leaves_nothing_elsewhere(stage):
    found = rehearse(drivers.trained, answer(TRAIN.format(**RIGHT)), {}, stage=stage)
    assert found == {"model": [], "optimizer": []}


@pytest.mark.parametrize("stage", ["fake", "simulated"])
def test_parameters_gradients_and_state_left_on_the_cpu_are_named(stage):
    source = TRAIN.format(**{**RIGHT, "move": "", "device": ""})
    found = rehearse(drivers.trained, answer(source), {}, stage=stage)
    assert "model parameter layer.weight" in found["model"]
    assert "model gradient of layer.weight" in found["model"]
    assert "opt state exp_avg of parameter 0" in found["optimizer"]


@pytest.mark.parametrize("stage", ["fake", "simulated"])
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


def test_numbers_are_beyond_the_fake_device_and_that_costs_nothing():
    source = "def answer(x, device):\n    return x * x.to(device).sum().item()\n"
    with pytest.raises(NotRehearsed, match="has no numbers"):
        rehearse(drivers.on_device, answer(source), {}, stage="fake")


def test_batch_norm_is_beyond_the_fake_device_and_not_beyond_the_mac():
    source = TRAIN.format(**{**RIGHT, "extra": "self.norm = nn.BatchNorm1d(2)"})
    with pytest.raises(NotRehearsed, match="BatchNorm"):
        rehearse(drivers.trained, answer(source), {}, stage="fake")
    assert rehearse(drivers.trained, answer(source), {})["model"] == []


def test_a_data_loader_with_workers_autocast_and_a_scaler_on_the_mac():
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
    assert rehearse(drivers.value, answer(source), {}) == {"value": 2}


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


@pytest.mark.parametrize(
    "ends",
    [
        "import os\n    os._exit(3)",
        "import os\n    os.kill(os.getpid(), 11)",
        "import ctypes\n    ctypes.string_at(0)",
    ],
)
def test_a_death_gives_a_sentence_and_the_next_job_runs(ends):
    with pytest.raises(NotRehearsed, match="died while it ran your code"):
        rehearse(drivers.value, answer(f"def answer():\n    {ends}\n"), {})
    assert rehearse(drivers.value, answer("def answer():\n    return 1\n"), {}) == {"value": 1}


def test_sys_exit_is_what_the_answer_raised():
    with pytest.raises(RaisedThere) as raised:
        rehearse(drivers.value, answer("import sys\ndef answer():\n    sys.exit(3)\n"), {})
    assert type(raised.value).__name__ == "SystemExit"


def test_a_time_out_gives_a_sentence_and_ends_all_that_was_started(tmp_path):
    source = """\
import subprocess, sys
def answer():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    open(FILE, "w").write(str(child.pid))
    while True:
        pass
"""
    file, own = tmp_path / "child", tmp_path / "own"
    process = host._process()
    with pytest.raises(NotRehearsed, match="longer than 3 s"):
        rehearse(
            drivers.with_pid,
            answer(f"FILE = {str(file)!r}\n{source}"),
            {"file": str(own)},
            limit=3.0,
        )
    until(lambda: not is_there(int(file.read_text())))
    assert not is_there(int(own.read_text()))
    assert host._process() is process  # the warm one is still there


def test_what_never_lets_python_run_ends_too_and_by_itself(tmp_path):
    # Even with the warm process gone: a thread of C's ends the fork after its limit.
    source = "import ctypes\ndef answer():\n    ctypes.PyDLL(None).sleep(1000)\n"
    own, said = tmp_path / "own", []

    def ask():
        try:
            rehearse(drivers.with_pid, answer(source), {"file": str(own)}, limit=1.0)
        except NotRehearsed as reason:
            said.append(str(reason))

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: own.exists() and own.read_text())
    os.kill(host._process().pid, signal.SIGKILL)
    thread.join(60)
    assert said == ["Not rehearsed: its process ended."]
    until(lambda: not is_there(int(own.read_text())))


def test_an_interrupt_ends_the_job(tmp_path):
    own = tmp_path / "own"
    timer = threading.Thread(
        target=lambda: (until(own.exists), os.kill(os.getpid(), signal.SIGINT)), daemon=True
    )
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        rehearse(
            drivers.with_pid, answer("def answer():\n    while True: pass\n"), {"file": str(own)}
        )
    timer.join()
    until(lambda: not is_there(int(own.read_text())))


KERNEL = """\
import sys, os
sys.path.insert(0, {support!r})
import stage_drivers, cells
from devicelab.proof import rehearsal
rehearsal.warm()
space = cells.Cells()
space.run("def answer():\\n    while True: pass\\n")
from devicelab.proof.rehearsal import host
print(host._process().pid, flush=True)
rehearsal.rehearse(stage_drivers.with_pid, {{"answer": space["answer"]}}, {{"file": {file!r}}}, limit=500.0)
"""


@pytest.mark.parametrize("while_it_runs", [True, False])
def test_no_process_is_left_when_the_kernel_is_killed(tmp_path, while_it_runs):
    own = tmp_path / "own"
    kernel = subprocess.Popen(
        [sys.executable, "-c", KERNEL.format(support=SUPPORT, file=str(own))],
        stdout=subprocess.PIPE,
        text=True,
    )
    warm = int(kernel.stdout.readline())
    if while_it_runs:
        until(lambda: own.exists() and own.read_text())
    kernel.kill()
    kernel.communicate()
    until(lambda: not is_there(warm))
    if while_it_runs:
        until(lambda: not is_there(int(own.read_text())))


def test_without_fork_a_process_does_one_job():
    process = host.Process(forks=False)
    job = {
        "driver": "stage_drivers:surroundings",
        "answers": {"answer": ["same", None]},
        "parcel": {"objects": [], "spaces": [], "shared": []},
        "data": {},
        "stage": "simulated",
        "machine": "M2 Air 16 GB",
        "limit": 60.0,
    }
    assert process.ask(job)["findings"]["accelerator"] == "mps"
    until(lambda: not process.alive())
    with pytest.raises(host.Gone):
        process.ask(job)


def test_a_process_that_cant_be_started_is_a_sentence(monkeypatch):
    rehearsal.stop()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    rehearsal.warm()
    with pytest.raises(NotRehearsed, match="no process could be started"):
        rehearse(drivers.value, answer("def answer():\n    return 1\n"), {})


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("torch.utils.backend_registration", "_setup_privateuseone_for_python_backend"),
        ("torch._subclasses.fake_tensor", "FakeTensorMode"),
        ("torch._C", "_swap_tensor_impl"),
    ],
)
def test_a_torch_without_what_it_takes_is_told(monkeypatch, module, name):
    import importlib

    from devicelab.proof.rehearsal import fake_device

    monkeypatch.delattr(importlib.import_module(module), name)
    with pytest.raises(fake_device.Unavailable, match=f"has no `{module}.{name}`"):
        fake_device.check_available()
