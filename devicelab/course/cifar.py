"""Pictures of CIFAR-10's shape: made on the spot, or the real ones where they are on disk.

Nothing is ever downloaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

from .cifar_files import BATCHES, CifarUnreadable, read_batch

CLASSES = 10
SIZE = 32
_TEXTURE = 12
#: Folders that are looked through when none is named.
PLACES = ("data", ".")


def cifar_like(
    n: int, *, seed: int = 0, noise: float = 0.5, texture_seed: int = 1234
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return `n` made pictures, float32 (n, 3, 32, 32), and their classes, int64 (n,).

    A class is a 12×12 texture, laid at a random place with a random sign and strength on
    noise. By sign and place the mean picture of each class is grey, so a linear model stays
    near chance (0.13 measured, of 10 classes) while a small convolutional net learns it.

    Args:
        n: how many.
        seed: other pictures for another seed.
        noise: standard deviation of the background.
        texture_seed: which ten textures; keep it for pictures that belong together.
    """
    draw = torch.Generator().manual_seed(seed)
    textures = _textures(texture_seed)
    y = torch.randint(CLASSES, (n,), generator=draw)
    x = noise * torch.randn(n, 3, SIZE, SIZE, generator=draw)
    at = torch.randint(0, SIZE - _TEXTURE + 1, (n, 2), generator=draw)
    sign = 2 * torch.randint(0, 2, (n,), generator=draw) - 1
    gain = sign * (0.8 + 0.6 * torch.rand(n, generator=draw))
    for i, (top, left) in enumerate(at.tolist()):
        x[i, :, top : top + _TEXTURE, left : left + _TEXTURE] += gain[i] * textures[y[i]]
    return x, y


def _textures(seed: int) -> torch.Tensor:
    drawn = torch.randn(
        CLASSES, 3, _TEXTURE, _TEXTURE, generator=torch.Generator().manual_seed(seed)
    )
    around = torch.nn.functional.pad(drawn, (1, 1, 1, 1), mode="circular")
    smooth: torch.Tensor = torch.nn.functional.avg_pool2d(around, 3, 1) * 2.2
    return smooth


def real_cifar10(folder: str | os.PathLike[str] | None = None) -> Path | None:
    """Return the folder of CIFAR-10's files if it is on disk, else None.

    Args:
        folder: where to look; otherwise `DEVICELAB_DATA`, ``data`` and the current folder.
    """
    given = folder or os.environ.get("DEVICELAB_DATA")
    for place in (given,) if given else PLACES:
        for name in ("cifar-10-batches-bin", "cifar-10-batches-py"):
            found = Path(place) / name
            if any((found / f"{BATCHES[0]}{end}").is_file() for end in ("", ".bin")):
                return found
    return None


def pictures(n: int, folder: str | os.PathLike[str] | None = None) -> tuple[Any, Any, str]:
    """Return up to 10,000 pictures, their classes, and one sentence on where they come from.

    Real ones are scaled to about zero mean and unit spread. What can't be read is said, and made
    pictures take its place.

    Args:
        n: how many.
        folder: as for `real_cifar10`.
    """
    found = real_cifar10(folder)
    if found is None:
        return (*cifar_like(n), "made pictures of CIFAR-10's shape (the real ones are not on disk)")
    try:
        x, y = read_batch(found, BATCHES[0], n)
    except CifarUnreadable as error:
        return (*cifar_like(n), f"made pictures of CIFAR-10's shape ({error})")
    return (x.float() / 255 - 0.47) / 0.25, y, f"CIFAR-10 from {found}"
