"""What is said of a guess that could not be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .safely import one_line
from .trial import Message

if TYPE_CHECKING:
    from .prediction import Prediction


def _asked(prediction: Prediction) -> str:
    return ", ".join(f"`{a.name}`" for a in prediction.asks)


def not_guessed(prediction: Prediction, names: list[str]) -> Message:
    """Say what is still open."""
    open_ = " and ".join(f"`{n}`" for n in names)
    return Message(
        "not_predicted",
        f"There is no guess for {open_} yet.",
        "A guess written down before you look is what makes you notice where you were wrong.",
        f"Replace each `...`: `{prediction.call}`. No guess is a wrong answer.",
    )


def wrong_guesses(prediction: Prediction, count: int, strange: list[str]) -> Message:
    """Say that there are too many guesses, or names that nobody asked for."""
    if strange:
        what = f"`{one_line(strange[0], 60)}` is not asked for here, or it is given twice."
    else:
        what = f"{count} guesses were given, and {len(prediction.asks)} are asked for."
    return Message(
        "wrong_guesses",
        what,
        f"It asks for {_asked(prediction)}, in this order.",
        f"Fill this in: `{prediction.call}`.",
    )


def unusable_guess(prediction: Prediction, name: str, wanted: str) -> Message:
    """Say of which kind a guess has to be."""
    return Message(
        "unusable_guess",
        f"The guess for `{name}` is not {wanted}.",
        "It is set beside a measurement later, so it has to be of the same kind.",
        f"Fill this in: `{prediction.call}`.",
    )
