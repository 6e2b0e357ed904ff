"""What an author declares for a prediction: what is asked before something is run.

One file such as ``m1/p1.py`` holds one `Prediction` under the name ``prediction``::

    prediction = Prediction(
        id="m1.p1",
        title="How many times faster?",
        asks=(
            Number("step", "One training step: how many times faster is the accelerator?", unit="times"),
            Choice("dtype", "Which dtype comes out?", ("float32", "bfloat16")),
            YesNo("raises", "Does it raise on MPS?"),
        ),
    )

No guess is right or wrong: having guessed before seeing is what counts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Union

from .exercise import ITEM
from .safely import is_a, number_of, one_line, text_of, type_name

Guess = Union[float, str, bool]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_MOST_ASKS = 12


class Unusable(ValueError):  # noqa: N818 - it names what happened
    """A guess is not of the kind that is asked for; the text says which is."""


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`, in `unit`; NaN and infinity are none."""

    name: str
    asks: str
    unit: str = ""
    low: float = 0.0
    high: float = 1e12

    @property
    def wanted(self) -> str:
        """What a guess has to be, as a part of a sentence."""
        return f"a number from {self.low:.6g} to {self.high:.6g}"

    def read(self, value: Any) -> float:
        """Give the plain float of a guess.

        Raises:
            Unusable: it is no such number.
        """
        found = number_of(value)
        if found is None or not math.isfinite(found) or not self.low <= found <= self.high:
            raise Unusable(self.wanted)
        return found

    def said(self, guess: Guess) -> str:
        """Give a guess with its unit."""
        return f"{guess:.6g} {self.unit}".strip()


@dataclass(frozen=True)
class Choice:
    """One of `options`, as text; case does not matter."""

    name: str
    asks: str
    options: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """What a guess has to be, as a part of a sentence."""
        return "one of " + ", ".join(f'`"{o}"`' for o in self.options)

    def read(self, value: Any) -> str:
        """Give the option that is meant; a `torch.dtype` may stand for its name.

        Raises:
            Unusable: it is none of the options.
        """
        plain = is_a(value, str) or type_name(value) == "dtype"
        text = text_of(value, 80).removeprefix("torch.").casefold() if plain else ""
        for option in self.options:
            if option.casefold() == text:
                return option
        raise Unusable(self.wanted)

    def said(self, guess: Guess) -> str:
        """Give a guess as it stands among the options."""
        return str(guess)


@dataclass(frozen=True)
class YesNo:
    """True or False; ``"yes"`` and ``"no"`` are taken too."""

    name: str
    asks: str

    wanted = "`True` or `False`"

    def read(self, value: Any) -> bool:
        """Give the truth value that is meant.

        Raises:
            Unusable: it is neither.
        """
        if type(value) is bool:
            return value
        said = one_line(value, 10).casefold() if type(value) is str else ""
        if said not in ("yes", "no"):
            raise Unusable(self.wanted)
        return said == "yes"

    def said(self, guess: Guess) -> str:
        """Give a guess as a word."""
        return "yes" if guess else "no"


Ask = Union[Number, Choice, YesNo]


@dataclass(frozen=True)
class Prediction:
    """What is guessed before a cell is run.

    Attributes:
        id: such as ``m1.p1``.
        title: a few words, without the id.
        asks: what is asked, in order; each has a name of its own.
        then: one sentence on what to run next.
        points: what having predicted is worth.
        minutes: how long a learner needs, about.
        revision: raised by one whenever the questions change.
    """

    id: str
    title: str
    asks: tuple[Ask, ...]
    then: str = "Now run the next cell, and compare."
    points: float = 1.0
    minutes: int = 2
    revision: int = 1

    def __post_init__(self) -> None:
        """Refuse a declaration that could not be asked or kept."""
        if not ITEM.fullmatch(self.id) or ".p" not in self.id:
            raise ValueError(f"{self.id!r} is not a prediction's id such as 'm1.p1'")
        names = [a.name for a in self.asks]
        if not 0 < len(names) <= _MOST_ASKS or len(set(names)) < len(names):
            raise ValueError(f"{self.id} must ask 1 to {_MOST_ASKS} things, each by its own name")
        if not all(_NAME.fullmatch(n) for n in names):
            raise ValueError(f"{self.id}: a name is a-z, 0-9 and _, and begins with a letter")

    # As an exercise has them: no hint helps a guess, and no device takes part in it.
    hints = ()
    covers = None
    device_free = True

    @property
    def call(self) -> str:
        """The call that a learner fills in."""
        return f'cp.predict("{self.id}", {", ".join(f"{a.name}=..." for a in self.asks)})'

    @property
    def starter(self) -> str:
        """Source of the untouched cell: each question as a comment, then the call."""
        told = [f"# {a.name}: {a.asks}{_unit(a)}" for a in self.asks]
        return "\n".join([*told, self.call, ""])


def _unit(ask: Ask) -> str:
    if isinstance(ask, Number):
        return f" (in {ask.unit})" if ask.unit else ""
    return f" ({' / '.join(ask.options)})" if isinstance(ask, Choice) else " (True / False)"
