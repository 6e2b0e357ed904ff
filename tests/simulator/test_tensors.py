"""Tensors, modules and training on a simulated Mac: the prototype's self-test, and more."""

from __future__ import annotations

import copy
import inspect
import io
import multiprocessing.reduction
import threading
import warnings

import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

pytestmark = pytest.mark.usefixtures("mac")
MPS = torch.device("mps", 0)


def train(device, optimizer="Adam", steps=20, **options):
    torch.manual_seed(0)
    layers = nn.Linear(20, 64), nn.ReLU(), nn.LayerNorm(64), nn.Linear(64, 3)
    net = nn.Sequential(*layers).to(device)
    opt = getattr(torch.optim, optimizer)(net.parameters(), lr=1e-2, **options)
    x = torch.randn(256, 20).to(device)
    y = x[:, :3].argmax(1)
    for _ in range(steps):
        opt.zero_grad()
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
    return loss.item(), net


def test_factories_views_and_arithmetic():
    x = torch.ones(3, 4, device="mps")
    assert (x.device, x.is_mps, x.type()) == (MPS, True, "torch.mps.FloatTensor")
    assert repr(x[0]) == "tensor([1., 1., 1., 1.], device='mps:0')"
    assert (x * 2).t()[1:, ::2].contiguous().device == MPS
    assert x.add_(1).sum().item() == 24
    assert type(x.cpu()) is torch.Tensor
    assert x.new_zeros(2, device="cpu").device.type == "cpu"
    assert torch.zeros(2).new_ones(2, device="mps").device == MPS
    assert x.device != torch.device("mps")  # mps:0, as on a Mac


@pytest.mark.parametrize(
    "convert",
    [
        lambda x: torch.ones(2, dtype=torch.float64).to("mps"),
        lambda x: x.to(torch.float64),
        lambda x: x.double(),
        lambda x: torch.zeros(2, dtype=torch.float64, device="mps"),
    ],
)
def test_float64_is_refused_and_a_conversion_on_the_way_is_not(convert):
    with pytest.raises(TypeError, match="Cannot convert a MPS Tensor to float64 dtype"):
        convert(torch.ones(2, device="mps"))
    assert torch.ones(2, dtype=torch.float64).to("mps", torch.float32).device == MPS


def test_numpy_sharing_and_pinning_are_refused():
    x = torch.ones(2, device="mps")
    with pytest.raises(TypeError, match="can't convert mps:0 device type tensor to numpy"):
        x.numpy()
    with pytest.raises(RuntimeError, match="_share_filename_: only available on CPU"):
        x.share_memory_()
    with pytest.raises(RuntimeError, match="_share_filename_: only available on CPU"):
        multiprocessing.reduction.ForkingPickler.dumps(x)


def test_devices_do_not_mix():
    x = torch.ones(3, 4, device="mps")
    with pytest.raises(RuntimeError, match="at least two devices, mps:0 and cpu"):
        x + torch.ones(3, 4)
    with pytest.raises(RuntimeError, match="argument input is on cpu but expected on mps"):
        nn.Linear(4, 2).to("mps")(torch.ones(3, 4))
    with pytest.raises(RuntimeError, match="Placeholder storage"):
        x @ torch.ones(4, 4)
    assert (x + torch.tensor(1.0)).device == MPS
    leaf = torch.ones(2, device="mps", requires_grad=True)
    with pytest.raises(RuntimeError, match="assigned grad has data located on a different device"):
        leaf.grad = torch.ones(2)


@pytest.mark.parametrize(
    ("optimizer", "options"),
    [
        ("Adam", {}),
        ("Adam", {"fused": True}),
        ("AdamW", {"foreach": True}),
        ("SGD", {"fused": True}),
        ("RMSprop", {}),
    ],
)
def test_training_gives_the_cpu_s_loss(optimizer, options):
    on_mps, net = train("mps", optimizer, **options)
    on_cpu, _ = train("cpu", optimizer, **options)
    assert on_mps == on_cpu
    assert {p.grad.device for p in net.parameters()} == {MPS}
    assert all(isinstance(p, nn.Parameter) for p in net.parameters())


def test_modules_move_both_ways_and_keep_ties():
    net = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    net[1].weight = net[0].weight
    before = net[0].weight.detach().clone()
    net.to("mps")
    assert net[1].weight is net[0].weight
    assert net[0].weight.device == MPS
    net.to("cpu")
    assert type(net[0].weight.data) is torch.Tensor
    assert torch.equal(net[0].weight, before)


def test_layers_run():
    x = torch.randn(2, 3, 16, 16, device="mps")
    conv = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.AdaptiveAvgPool2d(1)).to("mps")
    assert conv(x).device == MPS
    q = torch.randn(2, 5, 16, device="mps", requires_grad=True)
    assert nn.MultiheadAttention(16, 2, batch_first=True).to("mps")(q, q, q)[0].device == MPS
    F.scaled_dot_product_attention(q, q, q).sum().backward()
    assert q.grad.device == MPS


def test_gradients_cross_devices():
    w = torch.ones(2, requires_grad=True)
    (w.to("mps") * 2).sum().backward()
    assert w.grad.device.type == "cpu"
    assert w.grad.tolist() == [2, 2]


def test_files_name_the_device():
    file = io.BytesIO()
    torch.save({"w": torch.arange(3.0, device="mps")}, file)
    for where, kind in ((None, "mps"), ("cpu", "cpu"), ("mps", "mps"), (MPS, "mps")):
        file.seek(0)
        w = torch.load(file, map_location=where, weights_only=True)["w"]
        assert (w.device.type, w.tolist()) == (kind, [0, 1, 2])


def test_deepcopy_copies_leaves_with_their_gradients():
    p = nn.Parameter(torch.ones(2, device="mps"))
    (p * 3).sum().backward()
    other = copy.deepcopy(p)
    assert isinstance(other, nn.Parameter)
    assert other.grad.tolist() == [3, 3]
    assert other.data_ptr() != p.data_ptr()
    with pytest.raises(RuntimeError, match="graph leaves"):
        copy.deepcopy(p * 2)


def test_storage_answers():
    x = torch.zeros(4, 4, device="mps")
    assert x.data_ptr() == x[0].data_ptr() == x.untyped_storage().data_ptr()
    assert x[:1].untyped_storage().nbytes() == 64
    assert x.to("mps").data_ptr() == x.data_ptr()
    assert x.to("mps", copy=True).data_ptr() != x.data_ptr()


def test_setting_data_replaces_the_values():
    x = torch.zeros(2, device="mps")
    x.data = torch.ones(3, device="mps")
    assert (x.tolist(), tuple(x.shape)) == ([1, 1, 1], (3,))
    with pytest.raises(RuntimeError, match="incompatible tensor type"):
        x.data = torch.ones(3)


def test_default_devices():
    with torch.device("mps"):
        assert nn.Linear(2, 2).weight.device == MPS
    torch.set_default_device("mps")
    try:
        assert torch.zeros(2).device == MPS
    finally:
        torch.set_default_device(None)


def test_autocast_and_scaler(mac):
    x = torch.ones(4, 4, device="mps")
    with torch.autocast("mps"):
        assert (x @ x).dtype == torch.float16
        assert torch.get_autocast_dtype("mps") == torch.float16
    with torch.autocast("mps", dtype=torch.bfloat16):
        assert (x @ x).dtype == torch.bfloat16
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert mac.autocast == {"mps": 2, "cpu": 1}
    p = nn.Parameter(torch.ones(2, device="mps"))
    opt = torch.optim.SGD([p], lr=0.5)
    scaler = torch.amp.GradScaler("mps")
    scaler.scale(p.sum()).backward()
    if "mps" not in inspect.getsource(torch.amp.GradScaler.unscale_):
        # As on a Mac: older scalers went through float64 (pytorch#142397).
        with pytest.raises(TypeError, match="float64"):
            scaler.step(opt)
        return
    scaler.step(opt)
    scaler.update()
    assert p.tolist() == [0.5, 0.5]


def test_generators_belong_to_a_device():
    g = torch.Generator("mps").manual_seed(1)
    assert g.device.type == "mps"
    assert isinstance(torch.default_generator, torch.Generator)
    assert torch.randn(2, generator=g, device="mps").device == MPS
    with pytest.raises(RuntimeError, match="Expected a 'cpu' device type for generator"):
        torch.randperm(4, generator=g)


def test_threads_func_and_loader_workers():
    seen = []
    thread = threading.Thread(target=lambda: seen.append(torch.ones(2).to("mps").device))
    thread.start()
    thread.join()
    assert seen == [MPS]
    x = torch.arange(4.0, device="mps")
    assert torch.equal(torch.func.grad(lambda z: (z * z).sum())(x).cpu(), 2 * x.cpu())
    data = torch.utils.data.TensorDataset(torch.arange(8.0))
    loader = torch.utils.data.DataLoader(data, batch_size=4, num_workers=2)
    assert [b.to("mps").sum().item() for (b,) in loader] == [6, 22]


def test_compile_runs_as_written_and_says_so():
    # The check that the prototype failed: dynamo asks C++ for the accelerator's stream.
    with pytest.warns(UserWarning, match="not simulated"):
        double = torch.compile(lambda z: z * 2, backend="eager")
    assert double(torch.ones(2, device="mps")).device == MPS


def test_a_missing_operator_needs_the_variable_which_is_read_at_the_start(mac, monkeypatch):
    import devicelab

    eye = torch.eye(3, device="mps")
    with pytest.raises(NotImplementedError, match="PYTORCH_ENABLE_MPS_FALLBACK=1"):
        torch.linalg.eig(eye)
    monkeypatch.setenv("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    with pytest.raises(NotImplementedError):
        torch.linalg.eig(eye)
    again = devicelab.simulate("M2 Air 16 GB")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        torch.linalg.eig(eye)
        torch.linalg.eig(eye)
        assert len(told) == 1
        torch.set_warn_always(True)
        torch.linalg.eig(eye)
        torch.set_warn_always(False)
    assert len(told) == 2
    assert again.fallbacks == {"aten::linalg_eig": 3}
    again.stop()
    monkeypatch.setenv("PYTORCH_ENABLE_MPS_FALLBACK", "true")
    with pytest.raises(ValueError, match="reads it as a number"):
        devicelab.simulate("M2 Air 16 GB")
