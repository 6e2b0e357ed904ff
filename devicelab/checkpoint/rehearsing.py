"""The part of a trial that takes an answer to a device which this machine may lack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, NamedTuple

from devicelab.proof.rehearsal import NotRehearsed, RaisedThere, rehearse, warm
from devicelab.proof.stage import AnswerRaised, Stage

from .errors import LearnerRaised
from .observing import Observing

#: The message of a sub-check that could not be rehearsed.
NOT_REHEARSED = "not_rehearsed"
#: The machine that is simulated.
MAC = "M2 Air 16 GB"
#: `stage, **answers_and_data` → findings, plain data.
Driver = Callable[..., "dict[str, Any]"]
_PLACES = {
    "simulated": ("on a simulated Mac", f"On a simulated Mac ({MAC})"),
    "fake": ("on a rehearsal device", "On a rehearsal device, where nothing is on the CPU,"),
}


class _Try(NamedTuple):
    driver: Driver
    answers: Mapping[str, Any]
    data: Mapping[str, Any]


class Rehearsing(Observing):
    """Runs drivers: functions of the course that try an answer on a stage.

    Attributes:
        rehearsed: whether something was tried in the rehearsal process.
        simulated: whether that was on a simulated Mac.
        raised_there: what the learner's code raised on a stage, for detectors; else None.
    """

    rehearsed = False
    simulated = False
    raised_there: BaseException | None = None

    def get_ready(self) -> None:
        """Start the rehearsal process beside what is checked first, where it will be needed."""
        warm()

    def stood_in(self) -> bool:
        """Say whether what was rehearsed stands for an accelerator that this machine lacks."""
        return self.rehearsed and self.device.type == "cpu"

    def on_simulated_mac(
        self,
        driver: Driver,
        answers: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        *,
        name: str = "on a simulated Mac",
        limit: float = 20.0,
    ) -> dict[str, Any] | None:
        """Run `driver(stage, **answers, **data)` on a simulated Mac, or here on a real one.

        Args:
            driver: a function at the top level of a module of the course.
            answers: the learner's functions or classes, by the driver's argument names.
            data: plain data and tensors.
            name: of the sub-check that says it where it could not be tried.
            limit: seconds.

        Returns:
            What the driver gave. None where it could not be tried: a sub-check then says
            why, and the verdict can be no better than `passed_cpu`.

        Raises:
            LearnerRaised: the learner's code did, there.
        """
        if self.device.type == "mps":
            return self._here(driver, answers, data or {})
        return self._elsewhere("simulated", _Try(driver, answers, data or {}), name, limit)

    def on_accelerator(
        self,
        driver: Driver,
        answers: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        *,
        name: str = "on a simulated Mac",
        limit: float = 20.0,
    ) -> dict[str, Any] | None:
        """Run a driver here on the accelerator; on a simulated Mac where there is none.

        Arguments, result and errors are those of `on_simulated_mac`.
        """
        if self.device.type != "cpu":
            return self._here(driver, answers, data or {})
        return self._elsewhere("simulated", _Try(driver, answers, data or {}), name, limit)

    def rehearse(
        self,
        driver: Driver,
        answers: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        *,
        name: str = "on a rehearsal device",
        limit: float = 20.0,
    ) -> dict[str, Any] | None:
        """Run a driver on the fake device, on any machine: it has no numbers, only devices.

        For single functions; `DataLoader`, autocast, `GradScaler` and reading
        a number are beyond it. Arguments, result and errors are those of `on_simulated_mac`.
        """
        return self._elsewhere("fake", _Try(driver, answers, data or {}), name, limit)

    def _here(
        self, driver: Driver, answers: Mapping[str, Any], data: Mapping[str, Any]
    ) -> dict[str, Any]:
        stage = Stage("here", f"this machine's {self.device.type}", str(self.device))
        try:
            return driver(stage, **answers, **data)
        except AnswerRaised as raised:
            self.raised_there = raised.error
            raise LearnerRaised(raised.error, f"On {stage.name}") from None

    def _elsewhere(self, stage: str, tried: _Try, name: str, limit: float) -> dict[str, Any] | None:
        try:
            found = rehearse(*tried, stage=stage, machine=MAC, limit=limit)
        except NotRehearsed as reason:
            self.not_tried(name, NOT_REHEARSED, str(reason))
            return None
        except RaisedThere as error:
            self._note(stage)
            self.raised_there = error
            raise LearnerRaised(error, _PLACES[stage][1]) from None
        self._note(stage)
        return found

    def _note(self, stage: str) -> None:
        self.rehearsed = True
        self.simulated = self.simulated or stage == "simulated"
