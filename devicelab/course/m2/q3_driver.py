"""Runs a learner's `train(device)` on a stage and tells, in plain data, what it did there."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Callable

import torch

from devicelab.checkpoint.blame import is_library, learners_place
from devicelab.checkpoint.safely import full_type_name, number_of
from devicelab.proof.stage import AnswerRaised, Stage

from .given import striped_pictures

#: What PyTorch warns of where a script expects CUDA.
_OF_CUDA = ("pin_memory", "CUDA is not available", "CUDA is not enabled")


class _HabitError(RuntimeError):
    """The learner's code asked for CUDA; the text names the call."""


def drive(stage: Stage, train: Callable[..., Any]) -> dict[str, Any]:
    """Train on the stage's device.

    Returns:
        Plain data: `habit` with `line` and `code` if CUDA was asked for; else what came back
        (`kind`, `strays`, `losses`) and what was seen meanwhile (`computed`, `share`,
        `warned`, `fallbacks`, `rates`).

    Raises:
        AnswerRaised: the learner's code stopped for another reason.
    """
    striped_pictures()  # made before the trace, so that its own work is nobody's
    seen: dict[str, Any] = {"rates": []}
    with _watched(seen), stage.traced() as trace:
        try:
            out = stage.call(train, stage.device)
        except AnswerRaised as raised:
            if isinstance(raised.error, _HabitError):
                place = learners_place(raised.error)
                line, code = (place.line, place.text) if place else (0, "")
                return {"habit": str(raised.error), "line": line, "code": code}
            raise
    work = sum(trace.work.values())
    return {
        **_result(stage, out),
        "computed": dict(trace.computed),
        "share": trace.work[stage.device.type] / work if work else 0.0,
        "warned": [str(w.message)[:300] for w in seen["warnings"] if _is_of_cuda(w)],
        "fallbacks": sorted(stage.simulation.fallbacks) if stage.simulation else [],
        "rates": seen["rates"],
    }


def _is_of_cuda(warning: Any) -> bool:
    return any(words in str(warning.message) for words in _OF_CUDA)


def _result(stage: Stage, out: Any) -> dict[str, Any]:
    model, losses = (*out, None, None)[:2] if type(out) in (tuple, list) else (out, None)
    if not isinstance(model, torch.nn.Module) or losses is None:
        return {"kind": full_type_name(out), "strays": [], "losses": []}
    return {
        "kind": "pair",
        "strays": stage.strays(model, "model")[:8],
        "losses": [number for number in map(number_of, losses) if number is not None][:1000],
    }


@contextmanager
def _watched(seen: dict[str, Any]) -> Iterator[None]:
    """Refuse CUDA to the learner's code, and note warnings and learning rates."""
    from torch.optim.optimizer import register_optimizer_step_post_hook

    def note(optimizer: Any, *_: Any) -> None:
        rates = {float(group["lr"]) for group in optimizer.param_groups}
        seen["rates"] = sorted({*seen["rates"], *rates})[:20]

    with ExitStack() as stack:
        stack.enter_context(torch.random.fork_rng(devices=[]))
        # Two threads on work this small get in each other's way wherever a third program runs.
        stack.callback(torch.set_num_threads, torch.get_num_threads())
        torch.set_num_threads(1)
        seen["warnings"] = stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        stack.callback(register_optimizer_step_post_hook(note).remove)
        for owner, name, shown in _habits():
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, _refused(getattr(owner, name), shown))
        yield


def _habits() -> Iterator[tuple[Any, str, str]]:
    yield torch.Tensor, "cuda", ".cuda()"
    yield torch.nn.Module, "cuda", ".cuda()"
    yield torch.cuda, "synchronize", "torch.cuda.synchronize()"
    for name in ("autocast", "GradScaler"):
        yield getattr(torch.cuda.amp, name), "__init__", f"torch.cuda.amp.{name}()"


def _refused(plain: Any, shown: str) -> Any:
    """Raise where the learner's own line calls; torch may go on using what is its own."""

    def refused(*args: Any, **kwargs: Any) -> Any:
        if not is_library(sys._getframe(1).f_code.co_filename):  # noqa: SLF001 - whose line is it?
            raise _HabitError(shown)
        return plain(*args, **kwargs)

    return refused
