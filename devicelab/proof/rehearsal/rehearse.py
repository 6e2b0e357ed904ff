"""Takes answers to the rehearsal process and says what came back, in this process's words."""

from __future__ import annotations

import builtins
import os
import re
import sys
from collections.abc import Mapping
from typing import Any, Callable

from . import host
from .frames import TooLong
from .pack import CantTravel, Packer
from .stages import MAC
from .values import Encoder

_NAME = re.compile(r"name '(\w{1,80})' is not defined")


class NotRehearsed(Exception):  # noqa: N818 - it names what happened
    """There was no rehearsal; the text is a sentence that says why. It costs nobody anything."""


class Broke(RuntimeError):  # noqa: N818 - it names what happened
    """The driver itself stopped: a fault of the course's."""


class RaisedThere(Exception):  # noqa: N818 - it names what happened
    """What a learner's code raised in the other process, as far as data can tell.

    `RaisedThere.of` gives one that is also of the builtin type that was raised.

    Attributes:
        line: the line's number in its cell, if it is known.
        source: the line's text.
    """

    line: int | None = None
    source: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> RaisedThere:
        """Make one from what the job told."""
        kinds = (getattr(builtins, str(n), None) for n in told.get("kinds", ()))
        known = next((k for k in kinds if _is_plain_error(k)), Exception)
        bases: tuple[Any, ...] = (cls,) if known is Exception else (cls, known)
        name = re.sub(r"\W", "", str(told.get("type", "Exception")))[:100] or "Exception"
        error: RaisedThere = type(name, bases, {})(str(told.get("text", ""))[:2000])
        line = told.get("line")
        error.line = line if type(line) is int else None
        error.source = str(told.get("source", ""))[:200]
        return error


def _is_plain_error(kind: Any) -> bool:
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        return False
    # An OSError or a UnicodeError wants more than a text.
    return not issubclass(kind, (OSError, UnicodeError, SyntaxError, ImportError))


def rehearse(
    driver: Callable[..., Any],
    answers: Mapping[str, Any],
    data: Mapping[str, Any],
    *,
    stage: str = "simulated",
    machine: str = MAC,
    limit: float = 20.0,
) -> dict[str, Any]:
    """Run `driver(stage, **answers, **data)` in the rehearsal process.

    Args:
        driver: a function at the top level of a module that can be imported.
        answers: the learner's functions and classes by the driver's argument names.
        data: plain data and tensors.
        stage: `simulated` or `fake`.
        machine: which Mac is simulated.
        limit: seconds for the whole of it.

    Returns:
        The driver's findings: plain data, not to be trusted.

    Raises:
        NotRehearsed: it could not be tried; the text says why.
        RaisedThere: the learner's code raised.
        Broke: the driver did.
        ValueError: the driver can't be imported, or the data are none.
    """
    packer = Packer()
    try:
        packed = {name: packer.answer(name, value) for name, value in answers.items()}
    except CantTravel as error:
        raise NotRehearsed(
            f"Not rehearsed: `{error.name}` can't be taken along; {error.reason}."
        ) from error
    except RecursionError as error:
        raise NotRehearsed("Not rehearsed: your answer's names lead too deep.") from error
    job = {
        "driver": _importable(driver),
        "answers": packed,
        "parcel": packer.parcel(),
        "data": {name: Encoder().encode(value) for name, value in data.items()},
        "stage": stage,
        "machine": machine,
        "limit": limit,
    }
    return _understood(_asked(job), packer)


def _importable(driver: Any) -> str:
    module, name = str(driver.__module__), str(driver.__qualname__)
    if module == "__main__" or getattr(sys.modules.get(module), name, None) is not driver:
        raise ValueError(f"the driver {name} can't be imported by another process")
    return f"{module}:{name}"


def _asked(job: dict[str, Any]) -> dict[str, Any]:
    try:
        return host.ask(job)
    except host.Gone as error:
        raise NotRehearsed(f"Not rehearsed: {error}.") from error
    except TooLong as error:
        raise NotRehearsed("Not rehearsed: what your answer uses is too large to send.") from error


def _understood(told: dict[str, Any], packer: Packer) -> dict[str, Any]:
    if isinstance(told.get("findings"), dict):
        found: dict[str, Any] = told["findings"]
        return found
    if isinstance(told.get("raised"), dict):
        _unless_ours(told["raised"], packer)
        raise RaisedThere.of(told["raised"])
    if isinstance(told.get("broke"), dict):
        at = f"{told['broke'].get('place')}:{told['broke'].get('line')}"
        raise Broke(f"{told['broke'].get('type')}: {told['broke'].get('text')} ({at})"[:400])
    raise NotRehearsed(f"Not rehearsed: {_reason(told)}.")


def _unless_ours(raised: Mapping[str, Any], packer: Packer) -> None:
    """Leave out what only the journey made wrong: a name or file that is there, but not here."""
    unknown = raised.get("name") or "".join(_NAME.findall(str(raised.get("text")))[:1])
    if "NameError" in raised.get("kinds", ()) and packer.knows(str(unknown)):
        raise NotRehearsed(f"Not rehearsed: `{unknown}` was not seen to be used.")
    file = raised.get("file")
    if isinstance(file, str) and os.path.exists(file):  # noqa: PTH110 - a learner's text
        raise NotRehearsed("Not rehearsed: your code reads a file by a relative path.")


def _reason(told: Mapping[str, Any]) -> str:
    if "timeout" in told:
        return f"it took longer than {told['timeout']:.0f} s there"
    if "missing" in told:
        return f"`{str(told['missing'])[:80]}` can't be imported in a fresh process"
    if "unavailable" in told:
        return str(told["unavailable"])[:300]
    if "limit" in told:
        return str(told["limit"])[:300]
    return "its process died while it ran your code"
