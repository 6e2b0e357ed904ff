"""One cell execution as the agent sees it."""

from __future__ import annotations

# By name: a learner's cell may put something else in their place.
from threading import Event
from time import monotonic
from typing import Any, Callable

from .helper import START_AFTER, Helper
from .schedule import Pace
from .text import clip


class Run:
    """A running cell: which one, since when, and whether it is over."""

    def __init__(self, number: int, info: Any, shell: Any, parent: dict[str, Any]) -> None:
        self.number = number
        self.depth = 1
        self.parent = parent
        self.pace = Pace()
        self.over = Event()
        # What reads beside the kernel, once the cell is a long one.
        self.helper = Helper()
        self.helped = False
        self.host: dict[str, Any] | None = None
        # Memory as the cell ended.
        self.memory: dict[str, Any] | None = None
        self._began = monotonic()
        self._took: float | None = None
        self._cell_id = _cell_id(info, parent)
        self._execution_count = _execution_count(info, shell)

    def same_request(self, parent: dict[str, Any]) -> bool:
        """Whether `parent` is the request that started this run."""
        return bool(_message_id(parent) == _message_id(self.parent))

    def seconds(self) -> float:
        """How long the cell has run, or ran."""
        return monotonic() - self._began if self._took is None else self._took

    def finish(self, memory: dict[str, Any]) -> None:
        """The cell has ended, with this memory."""
        self._took, self.memory = self.seconds(), memory
        self.over.set()

    def ask_helper(self, gpu: Callable[[], str | None]) -> None:
        """Take what has been read beside the kernel; that begins once the cell is a long one."""
        if self.seconds() >= START_AFTER and not self.helped:
            self.helped = True
            self.helper.start(gpu())
        self.host = self.helper.read() or self.host

    def take_host(self) -> dict[str, Any] | None:
        """What the helper has read since this was last asked."""
        taken, self.host = self.host, None
        return taken

    def describe(self) -> dict[str, Any]:
        """The sample's `run`."""
        return {
            "n": self.number,
            "cell_id": self._cell_id,
            "execution_count": self._execution_count,
            "seconds": self.seconds(),
        }


def _execution_count(info: Any, shell: Any) -> int | None:
    # `shell.execution_count` is raised before `pre_run_cell` by newer IPythons
    # and after the cell by older ones; the inputs stored so far, counted with
    # the empty one they start from, are one short of this cell in both.
    if not getattr(info, "store_history", False):
        return None
    return len(shell.history_manager.input_hist_parsed)


def _message_id(parent: dict[str, Any]) -> Any:
    return parent.get("header", {}).get("msg_id")


def _cell_id(info: Any, parent: dict[str, Any]) -> str | None:
    # IPython 8.3 hands it on; older ones leave it in the request's metadata.
    found = getattr(info, "cell_id", None) or parent.get("metadata", {}).get("cellId")
    return clip(found, 128) if isinstance(found, str) else None
