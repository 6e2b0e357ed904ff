"""ResNet-50 is the network that its name says, and its steps learn."""

from __future__ import annotations

import pytest
import torch

from devicelab.course.cifar import cifar_like
from devicelab.course.resnet import PARAMETERS, count_parameters, resnet50, training_step


@pytest.mark.parametrize("stem", PARAMETERS)
def test_it_has_the_parameters_that_are_published(stem):
    with torch.device("meta"):
        assert count_parameters(resnet50(stem=stem)) == PARAMETERS[stem]
        imagenet = resnet50(1000)
    assert PARAMETERS == {"imagenet": 23_528_522, "cifar": 23_520_842}
    assert count_parameters(imagenet) == 25_557_032  # He et al.'s, as in torchvision


@pytest.mark.parametrize(("stem", "gflop"), [("imagenet", 0.167), ("cifar", 2.596)])
def test_it_needs_the_arithmetic_that_the_text_says(stem, gflop):
    from torch.utils.flop_counter import FlopCounterMode

    with torch.device("meta"), torch.no_grad(), FlopCounterMode(display=False) as counter:
        resnet50(stem=stem).eval()(torch.empty(1, 3, 32, 32))
    assert counter.get_total_flops() / 1e9 == pytest.approx(gflop, abs=6e-4)


def test_an_unknown_stem_is_refused():
    with pytest.raises(ValueError, match="'imagenet' or 'cifar', not 'large'"):
        resnet50(stem="large")


def test_a_step_learns():
    torch.manual_seed(0)
    x, y = cifar_like(8)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 10))
    step = training_step(model, x, y)
    first = step()
    for _ in range(10):
        last = step()
    assert last < first
