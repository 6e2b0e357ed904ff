"""What MPS refuses, refused on CPU tensors, with the simulator's sentences."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from devicelab.proof.mps_rules import MPSRules  # noqa: E402
from devicelab.simulator import texts  # noqa: E402


@pytest.mark.parametrize(
    "make",
    [
        lambda x: x.double(),
        lambda x: x.to(torch.float64),
        lambda x: torch.arange(3, dtype=torch.float64),
        lambda x: torch.tensor([1.0], dtype=torch.float64),
        lambda x: x.to(torch.complex128),
    ],
)
def test_double_precision_raises_the_true_text(make):
    x = torch.arange(3.0)
    with MPSRules(), pytest.raises(TypeError) as raised:
        make(x)
    assert str(raised.value) == texts.FLOAT64


@pytest.mark.parametrize(
    "make",
    [
        lambda x: x * 3.14,
        lambda x: torch.tensor(3.14),
        lambda x: torch.linspace(0, 1, 5),
        lambda x: torch.arange(5).float().mean(),
        lambda x: x.to(torch.complex64),
        lambda x: x.half(),
    ],
)
def test_what_mps_has_is_left_alone(make):
    with MPSRules():
        made = make(torch.arange(3.0))
    assert made.dtype not in (torch.float64, torch.complex128)


def test_an_operator_without_kernel_raises_the_true_text():
    here = texts.Texts.of(torch.__version__, str(torch.version.git_version))
    with MPSRules(), pytest.raises(NotImplementedError) as raised:
        torch.linalg.eigvals(torch.eye(2))
    assert str(raised.value) == here.not_implemented("aten::linalg_eig")


def test_with_the_fallback_it_runs_and_is_counted():
    with MPSRules({"aten::mm"}, fallback=True) as rules:
        torch.ones(2, 2) @ torch.ones(2, 2)
        torch.ones(2, 2) @ torch.ones(2, 2)
    assert rules.fallbacks == {"aten::mm": 2}


def test_outside_nothing_is_refused():
    with MPSRules():
        pass
    assert torch.ones(1).double().dtype == torch.float64
