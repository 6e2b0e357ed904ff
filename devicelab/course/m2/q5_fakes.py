"""Imitated operations for m2.q5, with the sentences of torch's macOS wheels 2.4 to 2.14.

MPSFallback.mm warns by TORCH_WARN_ONCE: once in a process whatever the operation, unless
`torch.set_warn_always(True)` was called. The fakes ask that setting as torch does.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Callable

from devicelab.checkpoint import Trial

_FALLBACK = (
    "The operator '{op}' is not currently supported on the MPS backend and will fall back to "
    "run on the CPU. This may have performance implications. (Triggered internally at "
    "/Users/runner/work/pytorch/pytorch/aten/src/ATen/mps/MPSFallback.mm:14.)"
)
_MISSING = (
    "The operator '{op}' is not currently implemented for the MPS device. If you want this op to "
    "be considered for addition please comment on https://github.com/pytorch/pytorch/issues/141287 "
    "and mention use-case, that resulted in missing op as well as commit hash 0000000. As a "
    "temporary fix, you can set the environment variable `PYTORCH_ENABLE_MPS_FALLBACK=1` to use "
    "the CPU as a fallback for this op. WARNING: this will be slower than running natively on MPS."
)
_OPS = ("aten::mode", "aten::kthvalue", "aten::igamma", "aten::geqrf", "aten::poisson")
_QR = "aten::linalg_qr.out"


@dataclass(frozen=True)
class Case:
    """What `fn` does, and what the report must say of it."""

    key: str
    name: str
    status: str
    ops: tuple[str, ...]
    steps: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What came of one case."""

    case: Case
    answer: Any
    result: Any
    others: tuple[str, ...]
    setting_before: bool
    setting_after: bool


def cases(trial: Trial) -> list[Case]:
    """Draw the operations of each case."""
    one, two = trial.random.sample(_OPS, 2)
    # Order must be neither that of the alphabet nor its reverse, so that no sorting finds it.
    mixed = sorted(trial.random.sample(_OPS, 3))
    mixed = [mixed[1], mixed[2], mixed[0]]
    trial.record("".join((one, two, *mixed)).encode())
    foreign = f"overflow in step {trial.random.randint(10, 99)}"
    return [
        Case("native", "nothing that falls back", "native", (), ()),
        Case("one", "one operation that falls back", "fallback", (one,), (one,)),
        Case("two", "two operations that fall back", "fallback", (two, _QR), (two, _QR)),
        Case(
            "again",
            "operations that fall back again and again",
            "fallback",
            tuple(mixed),
            (mixed[0], mixed[0], mixed[1], mixed[0], mixed[2], mixed[1]),
        ),
        Case(
            "hidden",
            "a fallback that Python's filter would hide",
            "fallback",
            (one,),
            ("ignore", one),
        ),
        Case(
            "foreign",
            "a warning of another kind",
            "native",
            (),
            (f"warn:{foreign}",),
            (foreign,),
        ),
        Case(
            "both",
            "a fallback and a warning of another kind",
            "fallback",
            (two,),
            (f"warn:{foreign}", two),
            (foreign,),
        ),
        Case("missing", "an operation that is missing", "unsupported", (one,), (f"raise:{one}",)),
        Case(
            "late",
            "a missing operation after a fallback",
            "unsupported",
            (two, _QR),
            (two, f"raise:{_QR}"),
        ),
    ]


class _Machine:
    """A process with an MPS device: whether it has warned already is the process's."""

    def __init__(self) -> None:
        self.warned = False

    def fall_back(self, op: str) -> None:
        """Warn as torch does: once, or always if that is switched on."""
        import torch

        if self.warned and not torch.is_warn_always_enabled():
            return
        self.warned = True
        warnings.warn(_FALLBACK.format(op=op), UserWarning, stacklevel=2)


def _does(case: Case, result: Any) -> Callable[[], Any]:
    machine = _Machine()

    def fn() -> Any:
        for step in case.steps:
            kind, _, rest = step.partition(":")
            if kind == "warn":
                warnings.warn(rest, RuntimeWarning, stacklevel=1)
            elif kind == "raise":
                raise NotImplementedError(_MISSING.format(op=rest))
            elif step != "ignore":
                machine.fall_back(step)
        return result

    return fn


def unsupported(error: BaseException) -> Callable[[], Any]:
    """Make an `fn` that raises."""

    def fn() -> Any:
        raise error

    return fn


@contextmanager
def _always(on: bool) -> Iterator[None]:
    import torch

    before = torch.is_warn_always_enabled()
    torch.set_warn_always(on)
    try:
        yield
    finally:
        torch.set_warn_always(before)


def run(trial: Trial, report: Callable[..., Any], case: Case, *, always: bool) -> Seen:
    """Have one case reported, and note all that came out beside the report."""
    import torch

    result = object()
    with _always(always), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore" if "ignore" in case.steps else "always")
        answer = trial.call(report, _does(case, result), where=f"With {case.name}")
        after = torch.is_warn_always_enabled()
    others = tuple(str(w.message) for w in caught if "MPS backend" not in str(w.message))
    return Seen(case, answer, result, others, always, after)
