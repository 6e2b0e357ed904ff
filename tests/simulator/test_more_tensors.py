"""The rest of the prototype's self-test: dtypes, layers with state, copies, limits."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

pytestmark = pytest.mark.usefixtures("mac")
MPS = torch.device("mps", 0)


def test_dtypes():
    x = torch.ones(3, 4, device="mps")
    for changed, dtype in (
        (x.half(), torch.float16),
        (x.bfloat16(), torch.bfloat16),
        (x.long(), torch.int64),
        (x > 0, torch.bool),
    ):
        assert (changed.device, changed.dtype) == (MPS, dtype)
    assert (x > 1).any().item() is False


def test_layers_with_state_and_lookups():
    hidden, _ = nn.LSTM(4, 8).to("mps")(torch.randn(3, 2, 4, device="mps"))
    found = nn.Embedding(9, 4).to("mps")(torch.tensor([1, 2], device="mps"))
    assert {hidden.device, found.device} == {MPS}


def test_modules_are_copied_and_loaded_across_devices():
    there, here = nn.Linear(3, 2).to("mps"), nn.Linear(3, 2)
    copied = copy.deepcopy(there)
    assert copied.weight.device == MPS
    assert copied.weight.data_ptr() != there.weight.data_ptr()
    here.load_state_dict(there.state_dict())
    assert (here.weight.device.type, type(here.weight.data)) == ("cpu", torch.Tensor)
    assert torch.equal(here.weight, there.weight.cpu())
    there.load_state_dict(nn.Linear(3, 2).state_dict())
    assert there.weight.device == MPS


def test_a_view_keeps_its_block():
    before = torch.mps.current_allocated_memory()
    block = torch.zeros(4 << 20, device="mps")
    view = block[:10]
    del block
    assert torch.mps.current_allocated_memory() - before == 16 << 20
    del view
    assert torch.mps.current_allocated_memory() == before


def test_the_memory_fraction_is_a_limit():
    torch.mps.set_per_process_memory_fraction(0.001)
    try:
        with pytest.raises(RuntimeError, match="MPS backend out of memory"):
            torch.zeros(64 << 20, device="mps")
    finally:
        torch.mps.set_per_process_memory_fraction(1.7)
    assert torch.zeros(1 << 20, device="mps").device == MPS
