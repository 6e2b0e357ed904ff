"""The rehearsal process: warm, it waits for jobs and does each in a fork of itself.

A fork keeps one answer from what another left behind, and one that hangs is killed without
losing the warm process. Where there is no fork, it does one job and ends.
"""

from __future__ import annotations

import faulthandler
import os
import select
import shutil
import signal
import tempfile
import time
from typing import Any

from . import frames

_GRACE = 5.0


class _KernelGone(Exception):  # noqa: N818 - it names what happened
    """Nobody waits for the job any more."""


def main(forks: bool = True) -> None:
    """Serve until the kernel is gone.

    Args:
        forks: False makes it do one job itself and end.
    """
    inlet, outlet = _private(0), _private(1)
    _to_nowhere()
    parent = os.getppid()
    _leave_no_core()
    _get_warm()
    try:
        frames.write(outlet, frames.packed({"ready": os.getpid()}))
        while True:
            job = frames.read(inlet)
            if not forks:
                frames.write(outlet, frames.packed(_alone(job)))
                return
            frames.write(outlet, frames.packed(_forked(job, inlet, outlet, parent)))
    except (frames.Closed, frames.TooLong, _KernelGone, KeyboardInterrupt):
        return


def _private(descriptor: int) -> int:
    own = os.dup(descriptor)
    os.set_inheritable(own, False)
    return own


def _to_nowhere() -> None:
    # Whatever an answer prints or reads must not get between the messages.
    for descriptor, way in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        hole = os.open(os.devnull, way)
        os.dup2(hole, descriptor)
        os.close(hole)


def _leave_no_core() -> None:
    try:
        import resource
    except ImportError:  # there are none where there is no such module
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _get_warm() -> None:
    """Import what every job needs; nothing of it may start a thread, or a fork would lose it."""
    import torch

    from . import job  # noqa: F401

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        _take_a_step()
    except Exception:  # noqa: BLE001, S110 - it only saves time; the job says what is wrong
        pass
    torch.set_num_threads(threads)


def _take_a_step() -> None:
    """Have torch import what it imports late: a first step takes seconds, a second none."""
    import torch
    import torch._subclasses.fake_tensor
    import torch.utils.backend_registration

    from devicelab.proof import leaves  # noqa: F401
    from devicelab.proof.dispatch import Trace
    from devicelab.simulator import switch

    from .stages import MAC

    simulation: Any = switch.simulate(MAC)
    with simulation, Trace():
        net = torch.nn.Linear(1, 1).to("mps")
        optimizer = torch.optim.AdamW(net.parameters())
        out = net(torch.ones(1, 1, device="mps"))
        # Not by `backward`: its engine counts the devices at the first one, and a job may add one.
        for parameter in net.parameters():
            parameter.grad = torch.ones_like(parameter) * out.detach().sum()
        optimizer.step()
    with torch._subclasses.fake_tensor.FakeTensorMode():
        torch.nn.Linear(1, 1)(torch.ones(1, 1))


def _alone(job: dict[str, Any]) -> dict[str, Any]:
    from .job import run

    _end_after(job["limit"] + _GRACE)
    folder = tempfile.mkdtemp(prefix="devicelab-rehearsal-")
    os.chdir(folder)
    try:
        return run(job)
    finally:
        os.chdir(tempfile.gettempdir())
        shutil.rmtree(folder, ignore_errors=True)


def _forked(job: dict[str, Any], inlet: int, outlet: int, parent: int) -> dict[str, Any]:
    folder = tempfile.mkdtemp(prefix="devicelab-rehearsal-")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        for descriptor in (reading, inlet, outlet):
            os.close(descriptor)
        _in_the_fork(job, folder, writing)
    os.close(writing)
    try:
        return _awaited(_Child(child), job["limit"], reading, inlet, parent)
    finally:
        os.close(reading)
        shutil.rmtree(folder, ignore_errors=True)


def _in_the_fork(job: dict[str, Any], folder: str, writing: int) -> None:
    try:
        os.setpgid(0, 0)
        _end_after(job["limit"] + _GRACE)
        os.chdir(folder)
        _renew_threads()
        from .job import run

        frames.write(writing, frames.packed(run(job)))
    finally:
        os._exit(0)


def _renew_threads() -> None:
    """Make torch's pool of threads anew, which a fork has lost.

    The first who sets their number does that (caffe2/utils/threadpool/pthreadpool-cpp.cc).
    Autograd's threads would all be the first at once; in a build with CUDA one of them then
    finds no pool and ends the process.
    """
    import torch

    torch.set_num_threads(torch.get_num_threads())


def _end_after(seconds: float) -> None:
    # A thread of C's: it ends this process even if the answer never lets Python run.
    hole = os.open(os.devnull, os.O_WRONLY)
    faulthandler.dump_traceback_later(seconds, exit=True, file=hole)


class _Child:
    """The fork that does a job, and whatever it started."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = False

    def ended(self) -> bool:
        """Say whether the fork has ended."""
        if not self._ended:
            self._ended = os.waitpid(self._pid, os.WNOHANG)[0] != 0
        return self._ended

    def kill(self) -> None:
        """End it and its own processes."""
        for kill in (os.killpg, os.kill):
            try:
                kill(self._pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        if not self._ended:
            os.waitpid(self._pid, 0)
            self._ended = True


def _awaited(child: _Child, limit: float, reading: int, inlet: int, parent: int) -> dict[str, Any]:
    until = time.monotonic() + limit

    def wait() -> None:
        while True:
            over = child.ended()
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            ready, _, _ = select.select([reading, inlet], [], [], 0 if over else min(left, 1.0))
            if reading in ready:
                return
            # One job at a time: something on the inlet can only be its end.
            if inlet in ready or os.getppid() != parent:
                raise _KernelGone
            if over:
                raise frames.Closed

    try:
        found = frames.read(reading, wait, most=2 * 2**20)
    except TimeoutError:
        return {"timeout": limit}
    except (frames.Closed, frames.TooLong, ValueError):
        return {"died": True}
    finally:
        child.kill()
    return found if isinstance(found, dict) else {"died": True}
