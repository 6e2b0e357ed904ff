"""Device proofs on a real NVIDIA GPU; skipped where there is none."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

import stage_drivers as drivers  # noqa: E402
from cells import Cells  # noqa: E402

from devicelab.checkpoint import Trial  # noqa: E402
from devicelab.proof import rehearsal  # noqa: E402

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")


def honest(x):
    return x @ x


def moved_at_the_end(x):
    return (x.cpu() @ x.cpu()).to(x.device)


def by_numpy(x):
    array = x.cpu().numpy()
    return torch.from_numpy(array @ array).to(x.device)


@pytest.mark.parametrize(
    ("answer", "proved"), [(honest, True), (moved_at_the_end, False), (by_numpy, False)]
)
def test_where_it_was_computed(answer, proved):
    trial = Trial()
    seen = trial.observe(answer, trial.tensor(256, 256))
    assert trial.on_device(seen.value)
    assert trial.ran_on_device(seen) is proved
    assert trial.memory_rose(seen, 256 * 256 * 4)


def test_close_to_the_reference():
    trial = Trial()
    a, b = trial.tensor(64, 512), trial.tensor(512, 64)
    assert trial.close(a @ b, trial.reference(torch.matmul, a, b), reduction=512)


def test_a_step_leaves_only_adams_counter_on_the_cpu():
    trial = Trial()
    model = torch.nn.Linear(3, 3).to(trial.device)
    optimizer = torch.optim.Adam(model.parameters(), foreach=False)

    def step():
        model(torch.ones(4, 3, device=trial.device)).sum().backward()
        optimizer.step()
        return model, optimizer

    seen = trial.observe(step)
    assert trial.on_device(seen.value)
    assert trial.ran_on_device(seen)


@pytest.mark.parametrize("how", ["rehearse", "on_simulated_mac"])
def test_a_rehearsal_beside_a_gpu_sees_none(how):
    cells = Cells()
    cells.run("def answer(x, device):\n    return x.to(device) @ x.to(device)\n")
    trial = Trial()
    found = getattr(trial, how)(drivers.on_device, {"answer": cells["answer"]}, limit=60.0)
    assert found["strays"] == []
    assert found["device"] == {"rehearse": "rehearsal", "on_simulated_mac": "mps"}[how]
    assert not trial.stood_in()
    rehearsal.stop()
