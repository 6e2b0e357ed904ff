"""The agent proper: follows cells and broadcasts samples while one runs."""

from __future__ import annotations

import traceback
import uuid
from collections import deque

# By name: a learner's cell may put something else in their place.
from threading import Lock, Thread
from time import monotonic, thread_time
from time import time as wall_time
from typing import Any

from . import backends, simulated
from .channel import Channel
from .memory import NOTHING, MemoryReader
from .report import PROTOCOL, compose
from .run import Run
from .schedule import FIRST_READING, MAX_PUSHES
from .text import clip


class Sampler:
    """Follows the cells of one kernel. No thread of its own lives while the kernel is idle."""

    def __init__(self, shell: Any, channel: Channel) -> None:
        self.epoch = uuid.uuid4().hex
        self.run: Run | None = None
        self.watching = False
        # What a page that comes later is told: the samples sent, the oldest forgotten.
        self.ring: deque[dict[str, Any]] = deque(maxlen=MAX_PUSHES)
        self._shell = shell
        self._channel = channel
        self._memory = MemoryReader()
        self._lock = Lock()
        self._seq = 0
        self._runs = 0
        self._cost: float | None = None
        self._reported = backends.fingerprint()

    def watch(self) -> None:
        """Begin to follow cells."""
        self._oust_others()
        self.watching = True
        self._shell.events.register("pre_run_cell", self.before_cell)
        self._shell.events.register("post_run_cell", self.after_cell)

    def unwatch(self) -> None:
        """Stop for good."""
        self.watching = False
        self._forget()
        callbacks = {"pre_run_cell": self.before_cell, "post_run_cell": self.after_cell}
        for event, callback in callbacks.items():
            try:
                self._shell.events.unregister(event, callback)
            except ValueError:  # Not registered: nothing to undo.
                pass

    def tell_end(self) -> None:
        """Tell all pages that this agent goes."""
        end = {"v": PROTOCOL, "kind": "end", "epoch": self.epoch}
        self._channel.send(end, self._channel.parent())

    def _oust_others(self) -> None:
        # A cell may have taken an agent out of `sys.modules`; its callbacks stay.
        for callback in list(self._shell.events.callbacks.get("pre_run_cell", ())):
            owner = getattr(callback, "__self__", None)
            if owner is not None and type(owner).__qualname__ == "Sampler":
                owner.unwatch()

    def forget_other_requests(self) -> None:
        """Forget a cell whose end was never told: another request is being answered by now."""
        if self.run is not None and not self.run.same_request(self._channel.parent()):
            self._forget()

    def _forget(self) -> None:
        if self.run is not None:
            self.run.over.set()
            self.run = None

    def before_cell(self, info: Any) -> None:
        """IPython's `pre_run_cell`."""
        try:
            if self._channel.ours and self._channel.on_main_shell:
                self._enter(info)
        except Exception:
            self._fail(self.run)

    def after_cell(self, _result: Any) -> None:
        """IPython's `post_run_cell`."""
        run = self.run
        try:
            if self._channel.ours and self._channel.on_main_shell:
                self._leave()
        except Exception:
            self._fail(run)

    def _enter(self, info: Any) -> None:
        parent = self._channel.parent()
        # `%%capture`, `run_cell()` and friends run a cell inside a cell: the
        # outermost is the run. Another request means that an end was missed.
        if self.run is not None and self.run.same_request(parent):
            self.run.depth += 1
            return
        self._forget()
        self._runs += 1
        run = Run(self._runs, info, self._shell, parent)
        self.run = run
        self._memory.note_current_device()
        backends.note_variables()
        if not self._channel.later(FIRST_READING, lambda: self._start(run)):
            self._start(run, FIRST_READING)

    def _leave(self) -> None:
        run = self.run
        if run is None:
            return
        run.depth -= 1
        if run.depth > 0:
            return
        self.run = None
        try:
            self._tell_end(run)
        except KeyboardInterrupt:  # Too late for the cell, and no matter of ours.
            self._tell_end(run)
        finally:
            # Even where the end could not be read: its thread ends, and none starts any more.
            run.over.set()

    def _tell_end(self, run: Run) -> None:
        backends.note_variables()
        self._report_changes(run)
        memory = self._memory.read(ended=True)
        run.pace.note(memory)
        with self._lock:
            run.finish(memory)
            self._send(run, "ended", memory, None)

    def _start(self, run: Run, delay: float = 0.0) -> None:
        if run.over.is_set():
            return
        try:
            thread = Thread(target=self._follow, args=(run, delay), name="devicelab", daemon=True)
            # As ipykernel marks its own threads: a breakpoint of the learner's stops theirs, not ours.
            thread.pydev_do_not_trace = True  # type: ignore[attr-defined]
            thread.is_pydev_daemon_thread = True  # type: ignore[attr-defined]
            thread.start()
        except Exception:  # No thread to be had; the loop that called would print it into the cell.
            self._fail(run)

    def _follow(self, run: Run, delay: float) -> None:
        try:
            if not run.over.wait(delay):
                self._sample_until_over(run)
        except Exception:
            self._fail(run)

    def _sample_until_over(self, run: Run) -> None:
        try:
            self._read_until_over(run)
            self._tell_last(run)
        finally:
            run.helper.close()

    def _tell_last(self, run: Run) -> None:
        """Say the end again with what the helper read at it, unless another cell has begun by then."""
        run.host = run.helper.last()
        if self._runs == run.number:
            self._report_changes(run)
        with self._lock:
            if run.host is not None and run.memory is not None and self._runs == run.number:
                self._send(run, "ended", run.memory, None)

    def _read_until_over(self, run: Run) -> None:
        pace, due = run.pace, monotonic()
        while True:
            now, began = monotonic(), thread_time()
            memory = self._memory.read()
            pace.note(memory)
            if pace.due(now, run.seconds(), memory):
                self._report_changes(run)
                self._push(run, memory, max(0.0, now - due) * 1000)
                pace.told(now, memory)
            self._cost = (thread_time() - began) * 1e6
            pace.spend(self._cost)
            due = max(due + pace.reading(), monotonic())
            if run.over.wait(due - monotonic()):
                return
            run.ask_helper(self._memory.gpu_uuid)

    def _push(self, run: Run, memory: dict[str, Any], gap_ms: float) -> None:
        with self._lock:
            # The last sample of a run is the one that says so.
            if not run.over.is_set():
                self._send(run, "running", memory, gap_ms)

    def _send(
        self,
        run: Run,
        phase: str,
        memory: dict[str, Any],
        gap_ms: float | None,
        error: str | None = None,
    ) -> None:
        # An agent that has failed or was stopped while this was read says no more.
        if not self.watching:
            return
        self._seq += 1
        sample = {
            "v": PROTOCOL,
            "kind": "sample",
            "epoch": self.epoch,
            "seq": self._seq,
            "t_mono": monotonic(),
            "t_wall": wall_time(),
            "phase": phase,
            "run": run.describe(),
            "period": run.pace.telling(run.seconds()),
            "slowdown": run.pace.slowdown,
            "gap_ms": gap_ms,
            "cost_us": self._cost,
            "sim": simulated.facts() is not None,
            "error": error,
            "host": run.take_host(),
            "mem": memory,
            "peak": run.pace.take_peak(),
        }
        self.ring.append(sample)
        self._channel.send(sample, run.parent)

    def _report_changes(self, run: Run) -> None:
        seen = backends.fingerprint()
        if seen != self._reported and self.watching:
            self._reported = seen
            self._channel.send(compose(self.epoch), run.parent)

    def _fail(self, run: Run | None) -> None:
        """One sample that says why, then silence: never a traceback in the learner's cell."""
        reason = traceback.format_exc(limit=-1).strip().splitlines()[-1]
        # The cell and the agent's thread may fail at once: the first tells.
        with self._lock:
            try:
                if run is not None:
                    run.over.set()
                    self._send(run, "error", NOTHING, None, clip(reason, 300))
            except Exception:  # The way out itself is broken: nothing is left to tell by.
                return
            finally:
                self.unwatch()
