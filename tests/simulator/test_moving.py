"""`Tensor.to` on a simulated Mac takes its arguments as torch's does, and goes to every device."""

from __future__ import annotations

import pytest
import torch
from torch import nn

pytestmark = pytest.mark.usefixtures("mac")
MPS = torch.device("mps", 0)


def there(*shape, **options):
    return torch.ones(*shape or (2,), device="mps", **options)


@pytest.mark.parametrize(
    "move",
    [
        lambda x: x.to("mps", torch.float32, False, True),
        lambda x: x.to("mps", None, False, True),
        lambda x: x.to(torch.float32, False, True),
        lambda x: x.to(x, False, True),
        lambda x: x.to(x, copy=True),
        lambda x: x.to(device="mps", copy=True),
        lambda x: x.to(copy=True),
    ],
)
def test_a_copy_that_is_asked_for_is_made_in_every_form_of_the_call(move):
    x = there()
    moved = move(x)
    assert moved is not x
    assert moved.data_ptr() != x.data_ptr()
    assert (moved.device, moved.dtype, moved.tolist()) == (MPS, torch.float32, [1, 1])


@pytest.mark.parametrize(
    "move",
    [
        lambda x: x.to("mps"),
        lambda x: x.to(0),
        lambda x: x.to("mps:0", torch.float32, False, False),
        lambda x: x.to(torch.float32, False, False),
        lambda x: x.to(tensor=x),
        lambda x: x.to(None),
        lambda x: x.to("mps", memory_format=torch.preserve_format),
        lambda x: x.to(non_blocking=True),
    ],
)
def test_without_a_need_it_is_the_same_tensor(move):
    x = there()
    assert move(x) is x


@pytest.mark.parametrize(
    "move",
    [
        lambda x: x.to("cpu", None, False, True, copy=True),
        lambda x: x.to(torch.float32, "mps"),
        lambda x: x.to("mps", None, False, 1),
        lambda x: x.to("mps", copy=1),
        lambda x: x.to("mps", None, False, True, 2),
        lambda x: x.to("mps", other=x),
    ],
)
def test_what_torch_refuses_is_refused(move):
    for x in (there(), torch.ones(2)):  # torch's own words, from torch's own parser
        with pytest.raises(TypeError, match=r"invalid combination of arguments|multiple values"):
            move(x)


def test_the_device_of_another_tensor():
    assert torch.ones(2, dtype=torch.int64).to(there()).device == MPS
    assert torch.ones(2, dtype=torch.int64).to(there()).dtype == torch.float32
    assert there().to(torch.ones(1, dtype=torch.float64)).device.type == "cpu"
    assert there().to(torch.ones(1, dtype=torch.float64)).dtype == torch.float64
    net = nn.Linear(2, 2).to(there(dtype=torch.float16))
    assert (net.weight.device, net.weight.dtype) == (MPS, torch.float16)


def test_a_number_is_the_accelerators_device():
    assert torch.ones(2).to(0).device == MPS
    assert torch.ones(2, device=0).device == MPS
    assert nn.Linear(2, 2).to(0).weight.device == MPS


def test_to_meta_goes_the_shape_without_the_values(mac):
    x = there(2, 3, requires_grad=True)
    for dtype in (torch.float32, torch.float64):
        moved = x.to("meta", dtype)
        assert (moved.device.type, moved.dtype, moved.shape) == ("meta", dtype, (2, 3))
        assert moved.requires_grad
    assert type(x.detach().to("meta")) is torch.Tensor
    assert mac.copies == {}
    net = nn.Linear(3, 2).to("mps").to("meta")
    assert {p.device.type for p in net.parameters()} == {"meta"}
    with pytest.raises(NotImplementedError, match="Cannot copy out of meta tensor"):
        torch.ones(2, device="meta").to("mps")


def test_gradients_come_back_from_the_cpu(mac):
    w = there(requires_grad=True)
    (w.to("cpu", torch.float64) * 3).sum().backward()
    assert mac.copies == {"to cpu": 1}
    assert (w.grad.device, w.grad.dtype, w.grad.tolist()) == (MPS, torch.float32, [3, 3])


@pytest.mark.parametrize("start", ["cpu", "mps"])
@pytest.mark.parametrize("end", ["cpu", "mps"])
def test_a_memory_format_is_kept_or_made(start, end):
    x = torch.randn(2, 3, 4, 5, device=start)
    rows = x.to(end, memory_format=torch.channels_last)
    assert rows.is_contiguous(memory_format=torch.channels_last)
    assert rows.to("mps").is_contiguous(memory_format=torch.channels_last)
    assert rows.cpu(memory_format=torch.contiguous_format).is_contiguous()
    assert torch.equal(rows.cpu(), x.cpu())


def test_a_transposed_tensor_stays_transposed():
    x = torch.arange(6.0).view(2, 3).t()
    assert x.to("mps").stride() == x.stride() == x.to("mps", copy=True).cpu().stride()
