"""What is rehearsed: a training step. The rehearsal process imports this file by its name."""

from __future__ import annotations

from typing import Any


def step(stage: Any, train_step: Any) -> dict[str, Any]:
    """Run one step of a small model on the stage's device."""
    import torch
    from torch import nn

    model = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 4)).to(stage.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    batch = torch.randn(8, 16), torch.randint(4, (8,))
    loss = stage.call(train_step, model, batch, optimizer, stage.device)
    return {"device": str(loss.device), "strays": stage.strays(model, "model")}
