"""One check in progress: its fresh inputs, and what was found."""

from __future__ import annotations

import ctypes
import hashlib
import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Callable, NoReturn

from devicelab.agent import simulated
from devicelab.measure import TimingRefusedError, advice, noise_sentence, too_noisy

from .device import best_device
from .errors import AnswerUnfit, LearnerRaised, NotHere, StillAStub, TooNoisy
from .rehearsing import Rehearsing
from .safely import DOUBLE, SINGLE, number_of, rounding_of
from .unfit import no_number, too_coarse


@dataclass(frozen=True)
class Message:
    """The sentences of a verdict: what was seen, why it matters, what to try."""

    id: str | None
    what: str
    why: str | None = None
    try_: str | None = None


@dataclass(frozen=True)
class Subcheck:
    """One thing looked at: `status` is passed, failed or skipped."""

    name: str
    status: str
    message: Message | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the form of protocol/verdict.schema.json."""
        message_id = self.message.id if self.message else None
        return {"name": self.name, "status": self.status, "message_id": message_id}


class Trial(Rehearsing):
    """Fresh inputs for one check, and the book in which it writes.

    Every input follows from `nonce`, so a check can be run again as it was. The
    generators are the trial's own: the learner's global random state is not touched.

    Attributes:
        nonce: 16 hexadecimal digits.
        random: Python's generator, seeded by the nonce.
        seen: what the check noticed, for the mistakes' detectors to read.
        subchecks: what was looked at, in order.
        faults: what of the exercise itself went wrong, for the bank's self-test.
        rounding: the coarsest unit of rounding, at 1, of the numbers that the answer gave.
    """

    def __init__(self, nonce: str | None = None) -> None:
        """Start a trial; the nonce is drawn unless given."""
        self.nonce = nonce or secrets.token_hex(8)
        self.random = random.Random(int(self.nonce, 16))  # noqa: S311 - inputs, not secrets
        self.seen: dict[str, Any] = {}
        self.subchecks: list[Subcheck] = []
        self.faults: list[str] = []
        self.rounding = DOUBLE
        self._device: Any = None
        self._generator: Any = None
        self._inputs = hashlib.sha256()
        self._any_inputs = False

    @property
    def device(self) -> Any:
        """The accelerator if one is usable, else the CPU, as a `torch.device`."""
        if self._device is None:
            self._device = best_device()
        return self._device

    @property
    def generator(self) -> Any:
        """A `torch.Generator` on the CPU, seeded by the nonce."""
        if self._generator is None:
            import torch

            self._generator = torch.Generator().manual_seed(int(self.nonce, 16))
        return self._generator

    def tensor(self, *shape: int, device: Any = None) -> Any:
        """Draw N(0, 1), float32, of this shape; on `device`, else on the trial's.

        Drawn on the CPU and then moved, so that every device gets the same numbers.
        """
        import torch

        drawn = torch.randn(*shape, generator=self.generator, dtype=torch.float32)
        # Without NumPy, which a learner need not have.
        self.record(ctypes.string_at(drawn.data_ptr(), drawn.nbytes))
        return drawn.to(self.device if device is None else device)

    def number(self, low: float, high: float) -> float:
        """Draw a float between `low` and `high`."""
        drawn = self.random.uniform(low, high)
        self.record(drawn.hex().encode())
        return drawn

    def record(self, data: bytes) -> None:
        """Add an input made elsewhere to the hash of this check's inputs."""
        self._any_inputs = True
        self._inputs.update(len(data).to_bytes(8, "big") + data)

    @property
    def inputs_sha256(self) -> str | None:
        """The hash of all inputs so far; None where there were none."""
        return self._inputs.hexdigest() if self._any_inputs else None

    def call(self, function: Callable[..., Any], *args: Any, where: str = "", **kwargs: Any) -> Any:
        """Call the learner's function.

        Args:
            function: what the learner defined.
            *args: passed on.
            where: how a sentence would place this call, as in "On a Mac".
            **kwargs: passed on.

        Raises:
            LearnerRaised: whatever the function raised, an interrupt excepted.
            TimingRefusedError: it measured, on a simulated Mac.
            StillAStub: it gave `...` back.
        """
        try:
            result = function(*args, **kwargs)
        except (KeyboardInterrupt, TimingRefusedError):
            raise
        except BaseException as error:  # noqa: BLE001 - sys.exit() and worse are the learner's too
            raise LearnerRaised(error, where) from None
        if result is Ellipsis:
            raise StillAStub
        return result

    def value(self, function: Callable[..., Any], *numbers: float) -> float:
        """Call the learner's function with numbers and give the number it returns.

        Raises:
            AnswerUnfit: it returned no number, or one in half precision.
            LearnerRaised: as for `call`.
        """
        called = f"Called with `({', '.join(f'{n:.4g}' for n in numbers)})`"
        result = self.call(function, *numbers, where=called)
        found = number_of(result)
        if found is None:
            self.expect("a number came back", False, "not_a_number", **no_number(called, result))
            raise AnswerUnfit
        rounding = rounding_of(result)
        if rounding > SINGLE:
            self.expect("enough digits came back", False, "too_coarse", **too_coarse(called))
            raise AnswerUnfit
        self.rounding = max(self.rounding, rounding)
        return found

    def raised(self, function: Callable[..., Any], *args: Any) -> BaseException | None:
        """Call the learner's function and give what it raised; None if it returned."""
        try:
            self.call(function, *args)
        except LearnerRaised as raised:
            return raised.error
        return None

    def expect(
        self, name: str, ok: bool, message_id: str, *, what: str, why: str, try_: str
    ) -> bool:
        """Note whether one thing holds, and the sentences if it does not.

        The first failure gives the verdict's message unless a mistake is recognised.
        """
        message = None if ok else Message(message_id, what, why, try_)
        self.subchecks.append(Subcheck(name, "passed" if ok else "failed", message))
        return ok

    def not_tried(self, name: str, message_id: str, sentence: str) -> None:
        """Note a part that this machine could not try; it never counts against anyone."""
        self.subchecks.append(Subcheck(name, "skipped", Message(message_id, sentence)))

    def noisy(self, name: str, what: str, try_: str | None = None) -> NoReturn:
        """End the check here: what was measured can't be concluded from.

        The verdict is `noisy` unless something has failed before. It counts as an
        attempt and never against anyone.

        Args:
            name: what was being measured.
            what: why nothing can be said, as a sentence.
            try_: what would help; by default what makes measurements quieter here.

        Raises:
            TooNoisy: always.
        """
        message = Message("too_noisy", what, _WHY_NOISY, try_ or advice())
        self.subchecks.append(Subcheck(name, "skipped", message))
        raise TooNoisy(message)

    def steady(self, name: str, seconds: Iterable[float]) -> None:
        """Go on only if these readings are close enough together to conclude from.

        Raises:
            TooNoisy: their interquartile range is over 30 % of their median.
        """
        kept = list(seconds)
        if too_noisy(kept):
            self.noisy(name, noise_sentence(kept))

    def refuse_simulated(self) -> None:
        """End the check here if the device is a simulated Mac: its numbers are the CPU's.

        For exercises about how exact a device is. Timing refuses by itself.

        Raises:
            NotHere: it is.
        """
        if simulated.facts() is not None:
            raise NotHere(_NO_NUMBERS)

    def with_status(self, status: str) -> list[Subcheck]:
        """Give the sub-checks that are passed, failed or skipped."""
        return [s for s in self.subchecks if s.status == status]

    def failed(self, name: str) -> bool:
        """Say whether the sub-check of this name failed."""
        return any(s.name == name for s in self.with_status("failed"))


_LEAVE = "Leave the simulation and check again: this exercise is about the machine that you have."

NO_TIMES = Message(
    "simulated",
    "Times are not taken on a simulated Mac.",
    "Its work is done by this machine's CPU, so a time would say nothing about a Mac.",
    _LEAVE,
)
_NO_NUMBERS = Message(
    "simulated",
    "How exact a device is can't be seen on a simulated Mac.",
    "Its numbers are computed by this machine's CPU, so they are as exact as that is.",
    _LEAVE,
)
_WHY_NOISY = "A busy machine is no mistake of yours: this counts as a try and costs nothing."
