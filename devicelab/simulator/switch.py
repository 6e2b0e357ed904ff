"""Switches a simulation on and off in this process."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch

from devicelab.simulator import (
    amp,
    backend,
    compiling,
    cuda,
    factories,
    marker,
    modules,
    profiles,
    releases,
    saving,
    session,
)
from devicelab.simulator.patches import Patches
from devicelab.simulator.profiles import Profile
from devicelab.simulator.session import Session, begin
from devicelab.simulator.texts import Texts


class RefusedError(RuntimeError):
    """A simulation can't be had here; the text says why and what to do."""


_running: Simulation | None = None


class Simulation:
    """A running simulation; `stop()` ends it, and so does the end of a `with` block."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._patches = Patches()

    profile = property(lambda self: self._session.profile)
    faults = property(lambda self: self._session.faults)
    pool = property(lambda self: self._session.pool)
    texts = property(lambda self: self._session.texts)
    # What happened: operators that fell back, copies by direction, autocast by device.
    fallbacks = property(lambda self: dict(self._session.fallbacks))
    copies = property(lambda self: dict(self._session.copies))
    autocast = property(lambda self: dict(self._session.autocast))

    def begin(self) -> None:
        """Make this process the machine of the profile."""
        begin(self._session)
        self._install()
        marker.put(self.profile, self._session.version)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave torch as it is until the block ends; what is simulated keeps its state."""
        self._patches.undo()
        try:
            yield
        finally:
            self._install()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Make torch the machine's until the block ends; what was begun before goes on then."""
        with session.among(self._session):
            self._install()
            try:
                yield
            finally:
                self._patches.undo()

    def _install(self) -> None:
        cuda.install(self._patches)
        backend.install(self._patches, self._session)
        if self.profile.available:
            factories.install(self._patches)
            saving.install(self._patches)
            amp.install(self._patches, self._session)
            compiling.install(self._patches)
            modules.install(self._patches)
        if self._session.version is not None:
            releases.install(self._patches, self._session.version)

    def stop(self) -> None:
        """Put torch back as it was. Simulated tensors that are left still work."""
        global _running  # noqa: PLW0603  (there is one process to simulate in)
        if _running is self:
            _running = None
            marker.take_away()
            self._patches.undo()

    def __enter__(self) -> Simulation:  # noqa: PYI034  (Self came with Python 3.11)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<simulated {self.profile.name}>"


def simulate(
    name: str | Profile | None,
    *,
    torch_texts: str | None = None,
    torch_release: str | None = None,
) -> Simulation | None:
    """Make this process behave as the machine `name`; None ends it.

    Args:
        name: One of `devicelab simulate --list`, or a machine of one's own.
        torch_texts: The release whose sentences are said, as ``"2.7"``; this torch's by default.
        torch_release: The release to be, as ``"2.8"``: its version and sentences, and without
            what came to MPS later (`releases`).

    Raises:
        NewerReleaseError: `torch_release` is newer than the torch installed.
        RefusedError: This is a Mac with MPS of its own.
        UnknownProfileError: There is no such machine.
    """
    global _running  # noqa: PLW0603  (there is one process to simulate in)
    profile = profiles.find(name) if isinstance(name, str) else name
    version = None if torch_release is None else releases.label(torch_release)
    if _running is not None:
        _running.stop()
    if profile is None:
        return None
    _refuse_real_mps()
    said = torch_texts or torch_release or torch.__version__
    texts = Texts.of(said, str(torch.version.git_version))
    simulation = Simulation(Session(profile, texts, version))
    _running = simulation
    simulation.begin()
    return simulation


@contextmanager
def imagined(profile: Profile) -> Iterator[None]:
    """Have torch answer as a machine until the block ends, for who asks what would be there.

    It leaves no mark, and is refused nowhere. A simulation that runs waits meanwhile.
    """
    before = running()
    simulation = Simulation(Session(profile, Texts.of(torch.__version__)))
    with before.paused() if before is not None else nullcontext(), simulation.entered():
        yield


def running() -> Simulation | None:
    """Return the simulation that runs in this process, or None."""
    return _running


def _refuse_real_mps() -> None:
    mac = sys.platform == "darwin" and platform.machine() == "arm64"
    if mac and torch.backends.mps.is_available():
        raise RefusedError(
            "This Mac has MPS itself, so no Mac is simulated on it: what you see stays real. "
            "Use the device, or run the simulation on another machine."
        )
