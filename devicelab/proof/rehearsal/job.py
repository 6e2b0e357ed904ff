"""One rehearsal: build the answers, run the driver on its stage, tell what came of it."""

from __future__ import annotations

import importlib
import json
import linecache
import traceback
from collections.abc import Mapping
from typing import Any

from devicelab.proof.stage import AnswerRaised

from . import fake_device, stages
from .unpack import CantArrive, unpack
from .values import Decoder

_LONGEST = 2000
MOST = 2**20  # bytes of findings


def run(job: Mapping[str, Any]) -> dict[str, Any]:
    """Do a job; nothing raises.

    Returns:
        One of `{"findings"}`, `{"raised"}` by the answer, `{"missing"}` here,
        `{"unavailable"}` in this torch, `{"broke"}` in the driver.
    """
    try:
        return _run(job)
    except CantArrive as error:
        return {"missing": str(error)}
    except fake_device.Unavailable as error:
        return {"unavailable": str(error)}
    except AnswerRaised as raised:
        return _told(raised.error)
    except BaseException as error:  # noqa: BLE001 - whatever a learner's code raises
        return _told(error) if _answers_frame(error) else {"broke": _described(error)}


def _run(job: Mapping[str, Any]) -> dict[str, Any]:
    module, _, name = job["driver"].partition(":")
    driver = getattr(importlib.import_module(module), name)
    with stages.entered(job["stage"], job["machine"]) as stage:
        # Built on the stage: what a cell makes at its top is made on that machine too.
        answers = unpack(job["parcel"], job["answers"])
        data = {n: Decoder(_none).decode(v) for n, v in job["data"].items()}
        found = driver(stage, **answers, **data)
    if not isinstance(found, dict) or len(json.dumps(found)) > MOST:
        raise TypeError(f"{job['driver']} gave no plain data, or more than {MOST} bytes")
    return {"findings": found}


def _none(found: Any) -> Any:
    raise TypeError(f"{found[0]} is no data")


def _told(error: BaseException) -> dict[str, Any]:
    if fake_device.is_limit(error) or "INTERNAL ASSERT FAILED" in str(error):
        return {"limit": fake_device.LIMIT}
    if _is_simulators(error):
        return {"limit": f"the simulation met its limit (`{type(error).__name__}`)"}
    return {"raised": _described(error)}


def _described(error: BaseException) -> dict[str, Any]:
    frame = _answers_frame(error) or _last_frame(error)
    return {
        **_kind(error),
        "text": str(error)[:_LONGEST],
        "name": getattr(error, "name", None) if isinstance(error, NameError) else None,
        "file": _file(error),
        "line": frame.lineno if frame else None,
        "source": (frame.line or "")[:200] if frame else "",
        "place": frame.filename[-60:] if frame else "",
    }


def _kind(error: BaseException) -> dict[str, Any]:
    if fake_device.is_fake_tensors(error):  # on a device it is a RuntimeError
        return {"type": "RuntimeError", "kinds": ["RuntimeError"]}
    kinds = [k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins"]
    return {"type": type(error).__name__[:100], "kinds": kinds}


def _file(error: BaseException) -> str | None:
    name = error.filename if isinstance(error, FileNotFoundError) else None
    return name if isinstance(name, str) else None


def _frames(error: BaseException) -> traceback.StackSummary:
    linecache.checkcache()
    return traceback.extract_tb(error.__traceback__)


def _answers_frame(error: BaseException) -> Any:
    return next((f for f in reversed(_frames(error)) if f.filename.startswith("<answer ")), None)


def _last_frame(error: BaseException) -> Any:
    return next(iter(reversed(_frames(error))), None)


def _is_simulators(error: BaseException) -> bool:
    """Say whether the simulator's own code stumbled, rather than said what a Mac says."""
    last = _last_frame(error)
    ours = last is not None and "/devicelab/simulator/" in last.filename.replace("\\", "/")
    return ours and isinstance(error, (AttributeError, LookupError, AssertionError))
