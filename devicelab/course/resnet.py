"""ResNet-50, written out: the network that the published speed-ups are about.

He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (2015), table 1,
with the stride in the 3×3 convolution, as torchvision has it ("v1.5").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

#: Parameters with 10 classes, by stem; `tests/course/test_resnet.py` counts them.
PARAMETERS = {"imagenet": 23_528_522, "cifar": 23_520_842}
_BLOCKS = (3, 4, 6, 3)


class Bottleneck(nn.Module):  # type: ignore[misc]
    """1×1, 3×3, 1×1 convolutions beside a shortcut: (B, cin, H, W) → (B, 4·mid, H/stride, W/stride)."""

    def __init__(self, cin: int, mid: int, stride: int = 1) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *_convolution(cin, mid, 1),
            nn.ReLU(inplace=True),
            *_convolution(mid, mid, 3, stride),
            nn.ReLU(inplace=True),
            *_convolution(mid, 4 * mid, 1),
        )
        same = stride == 1 and cin == 4 * mid
        self.short = (
            nn.Identity() if same else nn.Sequential(*_convolution(cin, 4 * mid, 1, stride))
        )
        self.act = nn.ReLU(inplace=True)

    def forward(self, x: Any) -> Any:
        """Add what the body computes to what the shortcut brings."""
        return self.act(self.body(x) + self.short(x))


def _convolution(cin: int, cout: int, size: int, stride: int = 1) -> tuple[nn.Module, nn.Module]:
    return nn.Conv2d(cin, cout, size, stride, size // 2, bias=False), nn.BatchNorm2d(cout)


def _stem(kind: str) -> list[nn.Module]:
    if kind == "cifar":  # keeps all 32×32 positions: 15.6 times the work of the other
        return [*_convolution(3, 64, 3), nn.ReLU(inplace=True)]
    if kind == "imagenet":  # a quarter of height and width is left
        return [*_convolution(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    raise ValueError(f"stem is 'imagenet' or 'cifar', not {kind!r}")


def _stages() -> Iterator[nn.Module]:
    cin = 64
    for stage, count in enumerate(_BLOCKS):
        mid = 64 * 2**stage
        for block in range(count):
            yield Bottleneck(cin, mid, 2 if stage and not block else 1)
            cin = 4 * mid


def resnet50(classes: int = 10, stem: str = "imagenet") -> nn.Sequential:
    """Return a fresh ResNet-50: float32 pictures (B, 3, H, W) → logits (B, classes).

    Args:
        classes: how many kinds of pictures there are.
        stem: ``"imagenet"`` (7×7, stride 2, pooling) or ``"cifar"`` (3×3, for 32×32 pictures).

    Raises:
        ValueError: there is no such stem.
    """
    head = (nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, classes))
    return nn.Sequential(*_stem(stem), *_stages(), *head)


def count_parameters(model: nn.Module) -> int:
    """Return how many numbers training would change."""
    return sum(p.numel() for p in model.parameters())


def training_step(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> Any:
    """Return a function that does one step of SGD with momentum and waits for its device.

    Args:
        model: where its parameters are, the step runs.
        x: pictures (B, 3, H, W) on the same device.
        y: their classes, int64 (B,).
    """
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step() -> float:
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return float(loss.item())  # reading a number waits until the device has finished

    return step
