"""Pictures made of boxes: where tensors' bytes lie, and what a machine is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .frame import BLUE, GREEN, GREY, ORANGE, Picture, box

_MIB = 2**20


def storages(tensors: Mapping[str, Any]) -> Picture:
    """Draw one box for each storage, with the names of the tensors that live in it.

    Args:
        tensors: by name; each on a device that has addresses (not `meta`).
    """
    homes: dict[tuple[str, int], list[str]] = {}
    sizes: dict[tuple[str, int], int] = {}
    for name, tensor in tensors.items():
        storage = tensor.untyped_storage()
        place = (str(tensor.device), storage.data_ptr())
        homes.setdefault(place, []).append(name)
        sizes[place] = storage.nbytes()
    labels = [
        f"{' and '.join(names)}\n{device}, {sizes[device, at] / _MIB:.3g} MiB"
        for (device, at), names in homes.items()
    ]
    alt = f"{len(tensors)} tensors in {len(homes)} storage{'' if len(homes) == 1 else 's'}."
    lines = [label.replace("\n", ": one storage on ") for label in labels]
    return Picture(alt, lines, lambda axes: _row(axes, labels), size=(7, 1.3), bare=True)


def _row(axes: Any, labels: Sequence[str]) -> None:
    width = 1 / max(len(labels), 1)
    for n, label in enumerate(labels):
        box(axes, (n * width, 0.1, width, 0.8), label, colour=(BLUE, ORANGE, GREEN)[n % 3])


def machine(card: Mapping[str, Any]) -> Picture:
    """Draw the machine of a card (fields as in m1.q2): cores, GPU, memory; what is None is left out."""
    title = str(card.get("chip") or "this machine")
    parts = [*_cores(card), *_gpu(card)]
    memory = _memory(card)
    alt = f"{title}: {', '.join(p.replace(chr(10), ' ') for p, _ in parts)}; below them {memory}."

    def draw(axes: Any) -> None:
        axes.text(0.5, 0.95, title, color=GREY, ha="center", va="center", fontsize=10.5)
        width = 1 / len(parts)
        for n, (label, colour) in enumerate(parts):
            box(axes, (n * width, 0.45, width, 0.44), label, colour=colour)
        box(axes, (0, 0.05, 1, 0.36), memory, colour=GREY)

    return Picture(alt, [memory], draw, size=(7, 2.2), bare=True)


def _cores(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    kinds = list(card.get("cores") or [])
    if kinds:
        return [(f"{count} × {name}\nCPU cores", BLUE) for name, count in kinds]
    return [(f"CPU\n{card.get('threads') or 'not reported:'} threads", BLUE)]


def _gpu(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not card.get("gpu"):
        return [("no GPU that\nPyTorch can use", GREY)]
    cores = f"{card['gpu_cores']} GPU cores" if card.get("gpu_cores") else "GPU"
    return [(f"{cores}\n{card['gpu']}", ORANGE)]


def _memory(card: Mapping[str, Any]) -> str:
    ram = f"{card['ram_gib']:.1f} GiB of memory" if card.get("ram_gib") else "memory: not reported"
    return f"{ram}, {card['budget_gib']:.1f} GiB for the GPU" if card.get("budget_gib") else ram


def answers(said: Mapping[str, str]) -> Picture:
    """Set out cases with what a function said of each, one line a case."""
    lines = [f"{name}: {word}" for name, word in said.items()]

    def draw(axes: Any) -> None:
        for n, (name, word) in enumerate(said.items()):
            y = 1 - (n + 0.5) / len(said)
            axes.text(
                0.52, y, name.replace("`", ""), color=GREY, ha="right", va="center", fontsize=9
            )
            axes.text(0.55, y, word, color=BLUE, va="center", fontsize=9)

    height = 0.25 + 0.24 * len(said)
    return Picture(
        f"What your function said of {len(said)} cases.", lines, draw, (6, height), bare=True
    )
