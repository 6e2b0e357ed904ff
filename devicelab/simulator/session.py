"""One simulation: its machine, memory, faults and what was recorded while it ran."""

from __future__ import annotations

import os
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from devicelab.simulator.faults import Faults
from devicelab.simulator.pool import Pool
from devicelab.simulator.profiles import Profile
from devicelab.simulator.texts import Texts

# torch warns once a process whatever the operator (TORCH_WARN_ONCE), so this outlives a session.
_warned = False


class NotANumberError(ValueError):
    """The environment variable holds what `std::stoi` refuses; real torch ends at its import."""


def fallback_enabled() -> bool:
    """Read PYTORCH_ENABLE_MPS_FALLBACK as torch does at its import: `std::stoi`, unset is off."""
    value = os.environ.get("PYTORCH_ENABLE_MPS_FALLBACK")
    if value is None:
        return False
    number = re.match(r"\s*[+-]?\d+", value)
    if number is None:
        raise NotANumberError(
            f"PYTORCH_ENABLE_MPS_FALLBACK is {value!r}. PyTorch reads it as a number, and on a "
            "Mac `import torch` would end the process. Set it to 1, or unset it."
        )
    return int(number.group()) != 0


class Session:
    """A simulation that runs. `fallbacks`, `copies` and `autocast` are its record."""

    def __init__(self, profile: Profile, texts: Texts, version: str | None = None) -> None:
        self.profile = profile
        self.texts = texts
        # Of an older torch that is played (see `releases`); None: this torch as it is.
        self.version = version
        self.pool = Pool(
            profile.recommended,
            texts,
            profile.largest_buffer,
            virtual_gpu=profile.virtual_gpu,
        )
        self.faults = Faults(self.pool)
        self.fallbacks: Counter[str] = Counter()
        self.copies: Counter[str] = Counter()
        self.autocast: Counter[str] = Counter()
        self._fallback = fallback_enabled()
        self._missing, self._always_cpu = texts.missing, texts.always_cpu

    def admit(self, op: str) -> None:
        """Let `op` run, warn that it runs on the CPU, or refuse it.

        Raises:
            NotImplementedError: It has no MPS kernel and the fallback is off.
        """
        missing = op in self._missing or op in self.faults.missing
        if not missing and op not in self._always_cpu and op not in self.faults.on_cpu:
            return
        if missing and not self._fallback:
            raise NotImplementedError(self.texts.not_implemented(op))
        self.fallbacks[op] += 1
        self._warn(op)

    def _warn(self, op: str) -> None:
        global _warned  # noqa: PLW0603  (once a process is what torch does)
        if _warned and not torch.is_warn_always_enabled():
            return
        _warned = True
        warnings.warn(self.texts.fallback(op), UserWarning, stacklevel=5)


_current: list[Session] = []


def current() -> Session:
    """Return the running simulation, or the last one: its tensors may outlive it."""
    return _current[-1]


@contextmanager
def among(session: Session) -> Iterator[None]:
    """Have new tensors belong to `session` until the block ends."""
    before = list(_current)
    begin(session)
    try:
        yield
    finally:
        _current[:] = before


def begin(session: Session) -> None:
    """Make `session` the one that new tensors belong to."""
    _current[:] = [session]
