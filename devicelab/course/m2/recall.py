"""Two questions from module 1, on fresh values each time; compared at once, never graded."""

from __future__ import annotations

import math
import secrets
from typing import Any

_asked: dict[str, Any] = {}


def ask() -> None:
    """Draw the values, and print both questions."""
    batch = secrets.choice((32, 48, 64, 96, 128))
    pictures = batch * (100 + secrets.randbelow(400)) + 1 + secrets.randbelow(batch - 1)
    dtype = secrets.choice(("float32", "float16"))
    copy = secrets.choice((True, False))
    _asked.update(steps=math.ceil(pictures / batch), copies=copy or dtype != "float32")
    called = f'x.to("cpu", torch.{dtype}{", copy=True" if copy else ""})'
    print(f"steps:  {pictures:,} pictures in batches of {batch}. How many steps has an epoch?")
    print(f"copies: x is float32, on the CPU. y = {called}")
    print("        Has y memory of its own? (True / False)")


def compare(steps: Any = ..., copies: Any = ...) -> None:
    """Set answers beside the questions asked last.

    Args:
        steps: how many steps an epoch has.
        copies: whether there is a copy.
    """
    if not _asked:
        print("Run the cell above first: it draws the values.")
        return
    if steps is ... or copies is ...:
        print("Write your answers in place of the dots, and run the cell again.")
        return
    _say("steps", steps, _asked["steps"], "The last, smaller batch is a step too.")
    _say(
        "copies",
        copies,
        _asked["copies"],
        "Only if nothing has to change, and no copy is asked for, is y x itself.",
    )


def _say(name: str, said: Any, right: Any, why: str) -> None:
    agreed = said == right
    print(f"{name}: {right}, {'as you said' if agreed else f'and you said {said!r}'}. {why}")
