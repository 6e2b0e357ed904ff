"""What an author declares: one exercise, with everything needed to prove it.

One file holds one `Exercise` under the name ``exercise``::

    exercise = Exercise(id="m1.q1", title="Pick the device", needs=("pick_device",), ...)

    @exercise.check
    def check(trial, pick_device): ...

    @exercise.mistake("cuda_only", example=..., what=..., why=..., try_=...)
    def cuda_only(trial, pick_device): ...
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Callable, Union

from .errors import NotHere
from .requiring import Skip, parsed

if TYPE_CHECKING:
    from .counterexample import Counterexample
    from .picture import Drawable
    from .trial import Trial

ITEM = re.compile(r"m[1-9][0-9]?\.[qp][1-9][0-9]?")
MESSAGE_ID = re.compile(r"[a-z0-9_]{1,64}")

#: `trial, **answers` → nothing; what it saw is in the trial.
Check = Callable[..., None]
#: `trial, **answers` → what is drawn of the answer just checked; None draws nothing.
Draw = Callable[..., "Drawable | None"]
#: `trial, **answers` → the smallest input found that the answer fails on; None if none is.
Search = Callable[..., "Counterexample | None"]
#: `trial, **answers` → whether this is the mistake; a mapping fills `{}` in its sentences.
Detector = Callable[..., Union[bool, Mapping[str, str]]]


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer with its own sentences.

    `example` is source text that makes the mistake; the bank's self-test runs it.
    """

    id: str
    example: str
    what: str
    why: str
    try_: str
    detect: Detector


@dataclass
class Exercise:
    """One checked task.

    Attributes:
        id: such as ``m1.q1``.
        title: a few words, without the id.
        needs: the names the learner defines.
        covers: one sentence on what the check looks at.
        starter: source of the untouched cell; each stub's body is ``...``. A starter that works,
            as a whole script, is untouched while no function and no class of it has changed.
        reference: source of one right answer.
        hints: where to look, the idea, nearly the code.
        alternatives: further right answers by name, as different as they come.
        points: what passing is worth.
        minutes: how long a learner needs, about.
        revision: raised by one whenever the check changes its mind about an answer.
        limit_s: seconds after which a check is stopped; far more than it takes on a slow
            machine. The variable DEVICELAB_TIME_LIMIT goes before it.
        needs_torch: False where neither answer nor check uses torch.
        rehearses: True where the check tries the answer in the rehearsal process on a
            machine without accelerator; it is then started as soon as a check begins.
        asks_a_mac: True where it does so on every machine that is no Mac, a GPU or not.
        device_free: True where the answer is the same on every device, so that
            it passes on a CPU without any part left out.
    """

    id: str
    title: str
    needs: tuple[str, ...]
    covers: str
    starter: str
    reference: str
    hints: tuple[str, ...]
    alternatives: Mapping[str, str] = field(default_factory=dict)
    points: float = 1.0
    minutes: int = 10
    revision: int = 1
    limit_s: float = 120.0
    needs_torch: bool = True
    device_free: bool = False
    rehearses: bool = False
    asks_a_mac: bool = False
    mistakes: list[Mistake] = field(default_factory=list)
    _check: Check | None = None
    _picture: Draw | None = None
    _search: Search | None = None
    _skips: list[Skip] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse a declaration that could not become a receipt."""
        if not ITEM.fullmatch(self.id):
            raise ValueError(f"{self.id!r} is not an exercise id such as 'm1.q1'")
        if not self.needs:
            raise ValueError(f"{self.id} must name what the learner defines")

    @property
    def module(self) -> int:
        """The module's number: 1 for ``m1.q3``."""
        return int(self.id[1:].split(".", maxsplit=1)[0])

    def check(self, function: Check) -> Check:
        """Declare the check. It is called as ``function(trial, **answers)``."""
        self._check = function
        return function

    def mistake(
        self, message_id: str, *, example: str, what: str, why: str, try_: str
    ) -> Callable[[Detector], Detector]:
        """Declare a mistake; the decorated function says whether this is it.

        Detectors are asked in the order of the file, and only after the check failed.
        """
        if not MESSAGE_ID.fullmatch(message_id):
            raise ValueError(f"{self.id}: {message_id!r} is no message id (a-z, 0-9 and _)")

        def declare(detect: Detector) -> Detector:
            self.mistakes.append(Mistake(message_id, example, what, why, try_, detect))
            return detect

        return declare

    def picture(self, function: Draw) -> Draw:
        """Declare the picture of a verdict. It is called as ``function(trial, **answers)``.

        It is asked after the check, whether the answer passed or failed, and may read
        ``trial.seen``. It must not show what the right answer would have given.
        """
        self._picture = function
        return function

    def drawn(self, trial: Trial, answers: Mapping[str, Any]) -> Drawable | None:
        """Draw the declared picture; None where none is declared, or none is to be had."""
        return self._picture(trial, **answers) if self._picture else None

    def counterexample(self, function: Search) -> Search:
        """Declare the search of `cp.counterexample`, called as ``function(trial, **answers)``.

        It tries inputs from the smallest on, and returns the first that the answer fails on.
        """
        self._search = function
        return function

    @property
    def has_counterexample(self) -> bool:
        """Whether a search is declared."""
        return self._search is not None

    def smallest(self, trial: Trial, answers: Mapping[str, Any]) -> Counterexample | None:
        """Search for a counterexample; None where none is found."""
        return self._search(trial, **answers) if self._search else None

    def requires(self, need: str, *, code: str, text: str, do: str) -> None:
        """Declare what the machine must have, or else the verdict is `skipped`.

        Args:
            need: `accelerator`, a device type such as `mps`, `torch>=2.8`, or `module:numpy`.
            code: the reason's id in the receipt.
            text: what is missing, as a sentence.
            do: what the learner can do about it.
        """
        wanted = parsed(need)
        self.skip_if(lambda trial: not wanted(trial), code=code, text=text, do=do)

    def skip_if(self, condition: Callable[[Trial], bool], *, code: str, text: str, do: str) -> None:
        """Declare when the check is not tried at all; it never counts against anyone."""
        if not MESSAGE_ID.fullmatch(code):
            raise ValueError(f"{self.id}: {code!r} is no message id (a-z, 0-9 and _)")
        self._skips.append(Skip(condition, code, text, do))

    def rehearses_beside(self, device: str) -> bool:
        """Say whether a check on a machine with this type of device needs the rehearsal process."""
        return device != "mps" if self.asks_a_mac else device == "cpu" and self.rehearses

    def run(self, trial: Trial, answers: Mapping[str, Any]) -> None:
        """Run the declared check on the answers.

        Raises:
            NotHere: this machine lacks what the check is about.
        """
        if self._check is None:
            raise TypeError(f"{self.id} declares no check")
        for skip in self._skips:
            if skip.condition(trial):
                raise NotHere(skip.message())
        # Asked in this order: without torch there is no device.
        if (self.rehearses or self.asks_a_mac) and self.rehearses_beside(trial.device.type):
            trial.get_ready()
        self._check(trial, **answers)
