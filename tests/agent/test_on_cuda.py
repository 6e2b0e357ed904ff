"""The agent beside a real NVIDIA GPU; skipped where there is none (docs/verified.md has the runs)."""

from __future__ import annotations

import shutil
import subprocess

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")

MIB = 2**20


def contexts(kernel) -> set[int]:
    """The kernel's process and those it started, as far as the driver lists them with a context.

    Other processes come and go meanwhile: tests that run beside this one use the GPU too.
    """
    smi = shutil.which("nvidia-smi")
    if smi is None:
        pytest.skip("no nvidia-smi here")
    psutil = pytest.importorskip("psutil")
    pid = int(kernel.run("import os; print(os.getpid())").stdout)
    family = {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}
    command = [smi, "--query-compute-apps=pid", "--format=csv,noheader"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return family & {int(word) for word in told.split()}


def use_the_gpu(kernel) -> None:
    """Make a context, and skip the test where the driver does not list it (as in another PID namespace)."""
    kernel.run("kept = torch.ones(1, device='cuda')")
    if len(contexts(kernel)) != 1:
        pytest.skip("nvidia-smi does not list the processes of this container")


def test_watching_makes_no_cuda_context(kernel, validate):
    kernel.bootstrap()
    ran = kernel.run(
        "import torch, time\nt = time.monotonic()\nwhile time.monotonic() - t < 3: pass"
    )
    report = ran.broadcasts("report")[-1]
    validate("report", report)
    assert report["device"] == "cuda"
    assert report["backends"]["cuda"] == {"built": True, "available": True}
    assert {s["mem"]["allocated"] for s in ran.samples} == {None}
    assert kernel.run("print(torch.cuda.is_initialized())").stdout == "False\n"
    assert contexts(kernel) == set()
    use_the_gpu(kernel)


def test_the_learner_can_still_fork_and_use_cuda_there(kernel):
    kernel.bootstrap()
    kernel.run("import torch, time; time.sleep(1)")
    ran = kernel.run(
        "import os, warnings\n"
        "warnings.simplefilter('ignore')\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    ok = False\n"
        "    try: ok = torch.ones(1, device='cuda').item() == 1\n"
        "    finally: os._exit(0 if ok else 1)\n"
        "print(os.waitpid(pid, 0)[1])"
    )
    assert ran.stdout == "0\n"


def test_memory_of_the_gpu_is_seen_while_a_cell_runs(kernel, validate):
    kernel.bootstrap()
    ran = kernel.run(
        "import torch, time\n"
        "kept = []\n"
        "for _ in range(6):\n"
        "    kept.append(torch.ones(64 * 2**18, device='cuda'))\n"
        "    time.sleep(0.6)"
    )
    for sample in ran.samples:
        validate("sample", sample)
    seen = [s["mem"] for s in ran.samples if s["mem"]["device"] == "cuda"]
    assert len(seen) >= 4
    allocated = [mem["allocated"] for mem in seen]
    assert allocated == sorted(allocated)
    assert allocated[-1] == 6 * 64 * MIB
    assert all(mem["reserved"] >= mem["allocated"] for mem in seen)
    assert seen[-1]["limit"] == torch.cuda.get_device_properties(0).total_memory
    report = ran.broadcasts("report")[-1]
    assert report["accelerator"]["name"] == torch.cuda.get_device_name(0)
    assert report["accelerator"]["memory"] == seen[-1]["limit"]


def test_a_cell_that_waits_for_the_gpu_is_sampled(kernel):
    kernel.bootstrap()
    kernel.run(
        "import torch, time; a = torch.randn(4096, 4096, device='cuda'); torch.cuda.synchronize()"
    )
    ran = kernel.run(
        "t = time.monotonic()\n"
        "while time.monotonic() - t < 4:\n"
        "    for _ in range(200): b = a @ a\n"
        "    torch.cuda.synchronize()"
    )
    running = [s for s in ran.samples if s["phase"] == "running"]
    assert len(running) >= 5
    gaps = [b["t_mono"] - a["t_mono"] for a, b in zip(running, running[1:])]
    assert max(gaps) <= 2 * running[-1]["period"]


TRAIN = (
    "model = torch.nn.Sequential(*[torch.nn.Linear(2048, 2048) for _ in range(8)]).cuda()\n"
    "optimizer = torch.optim.Adam(model.parameters())\n"
    "seen, t = [], time.monotonic()\n"
    "while time.monotonic() - t < {seconds}:\n"
    "    model(torch.randn(4096, 2048, device='cuda')).square().mean().backward()\n"
    "    optimizer.step(); optimizer.zero_grad(); torch.cuda.synchronize()\n"
    "print(torch.cuda.memory_allocated(), torch.cuda.memory_reserved(), torch.cuda.max_memory_allocated())"
)


def test_samples_agree_with_torchs_own_counters(kernel):
    kernel.bootstrap()
    kernel.run("import torch, time")
    ran = kernel.run(TRAIN.format(seconds=4))
    allocated, reserved, peak = (int(word) for word in ran.stdout.split())
    ended = ran.samples[-1]["mem"]
    assert ended["allocated"] == pytest.approx(allocated, rel=0.02)
    assert ended["reserved"] == pytest.approx(reserved, rel=0.02)
    assert ended["allocated_peak"] == pytest.approx(peak, rel=0.02)
    # The first steps still fill the pool; the later ones leave it as it is.
    running = [s["mem"]["reserved"] for s in ran.samples if s["phase"] == "running"][-3:]
    assert running == [pytest.approx(reserved, rel=0.02)] * 3


def test_the_gpus_are_named_once_they_are_used(kernel, validate):
    kernel.bootstrap()
    kernel.run("import torch, time; time.sleep(1)")
    ran = kernel.run("torch.ones(1, device='cuda'); time.sleep(1)")
    found = ran.broadcasts("report")[-1]
    validate("report", found)
    cuda = found["cuda"]
    assert len(cuda["devices"]) == torch.cuda.device_count()
    assert cuda["devices"][0]["name"] == torch.cuda.get_device_name(0)
    assert cuda["driver_library"] is True
    smi = ["nvidia-smi", "--query-gpu=driver_version,uuid", "--format=csv,noheader"]
    told = subprocess.run(smi, check=True, capture_output=True, text=True).stdout
    driver, uuid = (word.strip() for word in told.splitlines()[0].split(","))
    assert cuda["driver"] in (driver, None)
    assert cuda["devices"][0]["uuid"] in (uuid.removeprefix("GPU-"), uuid, None)


def test_an_idle_process_keeps_no_gpu_memory_of_ours(kernel):
    kernel.bootstrap()
    kernel.run("import torch, time")
    # Long enough for the helper, which asks the management library.
    kernel.run("time.sleep(6)")
    assert contexts(kernel) == set()
    use_the_gpu(kernel)


def test_the_helper_tells_of_the_gpu_while_it_trains(kernel):
    pytest.importorskip("pynvml")
    kernel.bootstrap()
    kernel.run("import torch, time; torch.ones(1, device='cuda')")
    ran = kernel.run(TRAIN.format(seconds=9))
    told = [s["host"] for s in ran.samples if s["host"]]
    assert max(host["gpu_use"] or 0 for host in told) > 0.3
    assert max(host["power_w"] or 0 for host in told) > 50
    assert max(host["footprint"] or 0 for host in told) > 1 << 28
