"""What module 2 hands to its learners: data, a file from another machine, a Mac to try on."""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

import torch

SIMULATED = "M2 Air 16 GB"
_SIZE, _NOISE = 8, 0.7


@functools.lru_cache(maxsize=1)
def striped_pictures() -> tuple[Any, Any]:
    """Make 256 noisy pictures with stripes across (0) or down (1).

    Returns:
        Pictures, float32 of shape (256, 3, 8, 8), and labels, int64 of shape (256,); on the
        CPU, the same each time.
    """
    draw = torch.Generator().manual_seed(5)
    labels = torch.arange(256) % 2
    wave = torch.tensor([1.0, 1.0, -1.0, -1.0]).repeat(_SIZE // 4)
    across, down = wave[:, None].expand(_SIZE, _SIZE), wave.expand(_SIZE, _SIZE)
    clean = torch.where(labels[:, None, None].bool(), down, across)
    sign = torch.randint(0, 2, (256, 1, 1, 1), generator=draw) * 2.0 - 1
    noise = _NOISE * torch.randn(256, 3, _SIZE, _SIZE, generator=draw)
    return clean[:, None] * sign + noise, labels


def filters_from_a_gpu() -> io.BytesIO:
    """Give a file of trained filters, as an NVIDIA machine wrote it.

    It holds the `state_dict` of an `nn.Conv2d(3, 8, 3)`, and each tensor in it says that it
    lay on `cuda:0`.
    """
    draw = torch.Generator().manual_seed(6)
    weight = 0.2 * torch.randn(8, 3, 3, 3, generator=draw)
    return _saved_as("cuda:0", {"weight": weight, "bias": torch.zeros(8)})


def _saved_as(place: str, state: dict[str, Any]) -> io.BytesIO:
    from torch import serialization

    file, plain = io.BytesIO(), serialization.location_tag
    serialization.location_tag = lambda _storage: place
    try:
        torch.save(state, file)
    finally:
        serialization.location_tag = plain
    file.seek(0)
    return file


@contextmanager
def a_mac() -> Iterator[str]:
    """Give a Mac to try something on, and its name: this one if it is one, else a simulated one.

    While the block runs, `"mps"` is a device. After it a simulation is over.
    """
    import devicelab
    from devicelab.simulator import active

    here = active()
    if here is not None:
        yield f"{here.name} (simulated)"
    elif torch.backends.mps.is_available():
        yield "this Mac"
    else:
        with devicelab.simulate(SIMULATED):
            yield f"{SIMULATED} (simulated)"


def this_machine() -> dict[str, Any]:
    """Give the seven arguments of m2.q1 for the machine that this runs on."""
    from devicelab.agent import report
    from devicelab.diagnosis import macos_floor

    told = report()
    system = told["os"]["system"]
    return {
        "built": torch.backends.mps.is_built(),
        "available": torch.backends.mps.is_available(),
        "system": system,
        "machine": told["python"]["machine"],
        "translated": told["host"]["translated"] is True,
        "macos": (told["os"]["version"] or "") if system == "Darwin" else "",
        "floor": macos_floor(torch.__version__) or "12.3",
    }


def owners_of(model: Any, optimizer: Any, batch: Any) -> dict[str, set[str]]:
    """Give the types of the devices on which each owner of a training step has its tensors."""
    from devicelab.proof.leaves import device_types

    return {
        "parameters": device_types(list(model.parameters())),
        "buffers": device_types(list(model.buffers())),
        "gradients": device_types([p.grad for p in model.parameters()]),
        "optimizer state": device_types([_without_step(s) for s in optimizer.state.values()]),
        "batch": device_types(batch),
    }


def _without_step(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "step"}


def attempt(train: Callable[[str], Any], *places: str) -> dict[str, list[float]]:
    """Run `train` on each device, and print where it stops or what it warns of.

    Returns:
        Losses by device, of those on which it did not stop.
    """
    curves = {}
    for place in dict.fromkeys(places):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                _, losses = train(place)
                curves[place] = [float(loss) for loss in losses]
                print(f"{place}: {len(losses)} steps, loss {curves[place][-1]:.3f}")
            except Exception as error:  # noqa: BLE001 - whatever a learner's code raises is told
                print(f"{place}: stops{_at(error)}: {type(error).__name__}: {error}")
        for text in dict.fromkeys(str(w.message) for w in caught):
            print(f"{place}: warns: {text}")
    return curves


def _at(error: BaseException) -> str:
    from devicelab.checkpoint.blame import learners_place

    place = learners_place(error)
    return f" {place.sentence()}" if place else ""
