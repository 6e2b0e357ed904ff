"""The script of m2.q3 as it comes from a CUDA machine, ports of it, and ports that went wrong."""

from __future__ import annotations

from collections.abc import Mapping

STARTER = """\
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from devicelab.course.m2.given import filters_from_a_gpu, striped_pictures


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.head = nn.Linear(8, 2)
        self.scale = torch.tensor([2.0, 2.0])

    def forward(self, x):
        z = torch.relu(self.norm(self.conv(x))).mean((2, 3))
        keep = torch.rand(z.shape) > 0.1
        return self.head(z * keep) * self.scale


def train(device):
    torch.manual_seed(0)
    model = Net().cuda()
    model.conv.load_state_dict(torch.load(filters_from_a_gpu()))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02)
    data = TensorDataset(*striped_pictures())
    loader = DataLoader(data, batch_size=32, shuffle=True, pin_memory=True)
    scaler = torch.cuda.amp.GradScaler()
    losses = []
    for epoch in range(4):
        for x, y in loader:
            x = x.cuda()
            y = y.cuda()
            optimizer.zero_grad()
            with torch.cuda.amp.autocast():
                loss = F.cross_entropy(model(x), y)
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
            losses.append(loss.item())
    torch.cuda.synchronize()
    return model, losses
"""

_PORT = (
    (
        "self.scale = torch.tensor([2.0, 2.0])",
        'self.register_buffer("scale", torch.tensor([2.0, 2.0]))',
    ),
    ("torch.rand(z.shape)", "torch.rand(z.shape, device=z.device)"),
    ("    torch.manual_seed(0)\n", "    device = torch.device(device)\n    torch.manual_seed(0)\n"),
    ("Net().cuda()", "Net().to(device)"),
    ("torch.load(filters_from_a_gpu())", "torch.load(filters_from_a_gpu(), map_location=device)"),
    ("pin_memory=True", 'pin_memory=device.type == "cuda"'),
    ("torch.cuda.amp.GradScaler()", "torch.amp.GradScaler(device.type)"),
    ("x.cuda()", "x.to(device)"),
    ("y.cuda()", "y.to(device)"),
    ("torch.cuda.amp.autocast()", "torch.autocast(device.type, dtype=torch.float16)"),
    (
        "    torch.cuda.synchronize()\n",
        "    if torch.accelerator.is_available():\n        torch.accelerator.synchronize()\n",
    ),
)


def _changed(source: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        if old not in source:
            raise ValueError(f"the script has no {old!r}")
        source = source.replace(old, new)
    return source


REFERENCE = _changed(STARTER, *_PORT)

_SCALED = """\
            with torch.autocast(device.type, dtype=torch.float16):
                loss = F.cross_entropy(model(x), y)
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
"""
_UNSCALED = """\
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
"""
_PLAIN = _changed(
    REFERENCE,
    ("    scaler = torch.amp.GradScaler(device.type)\n", ""),
    (_SCALED, _UNSCALED),
    ("    if torch.accelerator.is_available():\n        torch.accelerator.synchronize()\n", ""),
)

ALTERNATIVES: Mapping[str, str] = {
    "without_mixed_precision": _PLAIN,
    "bfloat16_no_pins": _changed(
        REFERENCE,
        (', pin_memory=device.type == "cuda"', ""),
        ("torch.amp.GradScaler(device.type)", "torch.amp.GradScaler(device.type, enabled=False)"),
        ("dtype=torch.float16", "dtype=torch.bfloat16"),
        ("map_location=device", 'map_location="cpu", weights_only=True'),
        ("torch.rand(z.shape, device=z.device)", "torch.rand_like(z)"),
        ('self.register_buffer("scale", torch.tensor([2.0, 2.0]))', "self.scale = 2.0"),
        ("losses.append(loss.item())", "losses.append(loss.detach())"),
    ),
    "parameter_and_default_device": _changed(
        _PLAIN,
        (
            'self.register_buffer("scale", torch.tensor([2.0, 2.0]))',
            "self.scale = nn.Parameter(torch.tensor([2.0, 2.0]), requires_grad=False)",
        ),
        ("torch.rand(z.shape, device=z.device) > 0.1", "z.new_empty(z.shape).uniform_() > 0.1"),
        ("    return model, losses", "    return [model, torch.tensor(losses)]"),
    ),
}

_LATE = _changed(
    _PLAIN,
    ("Net().to(device)", "Net()"),
    ("            x = x.to(device)\n            y = y.to(device)\n", ""),
    ("map_location=device", 'map_location="cpu"'),
    ("    return model, losses", "    return model.to(device), losses"),
)

WRONG: Mapping[str, str] = {
    "cuda_call": _changed(REFERENCE, ("y.to(device)", "y.cuda()")),
    "cuda_amp": _changed(
        REFERENCE, ("torch.amp.GradScaler(device.type)", "torch.cuda.amp.GradScaler()")
    ),
    "cuda_synchronize": _changed(
        REFERENCE,
        (
            "    if torch.accelerator.is_available():\n        torch.accelerator.synchronize()\n",
            "    torch.cuda.synchronize()\n",
        ),
    ),
    "cuda_by_name": _changed(
        REFERENCE, ("torch.autocast(device.type, dtype=torch.float16)", 'torch.autocast("cuda")')
    ),
    "no_map_location": _changed(REFERENCE, (", map_location=device", "")),
    "pinned": _changed(REFERENCE, ('pin_memory=device.type == "cuda"', "pin_memory=True")),
    "mask_on_cpu": _changed(REFERENCE, (", device=z.device", "")),
    "plain_attribute": _changed(
        REFERENCE,
        (
            'self.register_buffer("scale", torch.tensor([2.0, 2.0]))',
            "self.scale = torch.tensor([2.0, 2.0])",
        ),
    ),
    "moved_at_the_end": _LATE,
    "cuda_or_cpu": _changed(
        REFERENCE,
        (
            "device = torch.device(device)",
            'device = torch.device("cuda" if torch.cuda.is_available() else "cpu")',
        ),
    ),
    "loss_stays_high": _changed(REFERENCE, ("lr=0.02", "lr=0.0005")),
    "model_alone": _changed(_PLAIN, ("    return model, losses", "    return model")),
    "two_devices": _changed(REFERENCE, ("            x = x.to(device)\n", "")),
}
