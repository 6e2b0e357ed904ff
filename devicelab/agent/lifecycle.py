"""One agent in a kernel: started, reused, replaced, stopped."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from .channel import Channel
from .report import PROTOCOL, Report, compose
from .sampler import Sampler
from .schedule import set_pace

# Where the running agent is found by whoever comes next, package or extension.
HOLDER = "_devicelab_agent"

_sampler: Sampler | None = None


def report() -> dict[str, Any]:
    """What this process runs on, following `protocol/report.schema.json`; starts nothing."""
    return compose(_sampler.epoch if _sampler is not None else uuid.uuid4().hex)


def start() -> dict[str, Any]:
    """Follow this kernel's cells, unless an agent of this protocol does so already.

    Returns:
        The report. Outside a kernel nothing is started.
    """
    holder = sys.modules.get(HOLDER)
    if holder is not None and holder is not _public():
        if getattr(holder, "PROTOCOL", None) == PROTOCOL:
            reused: dict[str, Any] = holder.start()
            return reused
        holder.stop()
    sys.modules[HOLDER] = _public()
    _begin()
    return report()


def _public() -> Any:
    return sys.modules[__name__.rpartition(".")[0]]


def _begin() -> None:
    global _sampler  # noqa: PLW0603 -- one kernel, one agent
    if _sampler is not None and _sampler.watching:
        _sampler.forget_other_requests()
        return
    shell = _shell()
    if shell is not None:
        _sampler = Sampler(shell, Channel(shell.kernel))
        _sampler.watch()


def _shell() -> Any:
    # Asked of what is loaded: outside a kernel IPython is not imported for this.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if hasattr(shell, "kernel") else None


def ring() -> dict[str, Any]:
    """The last samples, for a page that comes late; `{"samples": [...]}`."""
    return Report(samples=list(_sampler.ring) if _sampler is not None else [])


def pace(times: int) -> None:
    """Read and tell `times` slower; whoever says so last decides for all pages."""
    set_pace(times)


def leave() -> None:
    """Leave the kernel for a page that wants nothing of it, and tell the others: who still looks asks again."""
    if _sampler is not None:
        _sampler.tell_end()
    stop()
    for name in [name for name in sys.modules if name.startswith(HOLDER + ".")]:
        del sys.modules[name]


def stop() -> None:
    """Leave the kernel as it was."""
    global _sampler  # noqa: PLW0603 -- one kernel, one agent
    if _sampler is not None:
        _sampler.unwatch()
        _sampler = None
    if sys.modules.get(HOLDER) is _public():
        del sys.modules[HOLDER]
