"""The way out of the kernel: broadcasts on IOPub."""

from __future__ import annotations

import os
from threading import get_ident, main_thread
from typing import Any, Callable

COMM_ID = "devicelab"


class Channel:
    """Broadcasts to every page that listens.

    A `comm_msg` of a comm that nobody opened: front ends ignore it, no request
    stands behind it, so no status message flips a busy kernel to idle.
    """

    def __init__(self, kernel: Any) -> None:
        self._kernel = kernel
        self._pid = os.getpid()

    @property
    def ours(self) -> bool:
        """False in a forked child, which must stay silent."""
        return os.getpid() == self._pid

    @property
    def on_main_shell(self) -> bool:
        """False in a subshell, whose cells run beside the main shell's."""
        return get_ident() == main_thread().ident

    def parent(self) -> dict[str, Any]:
        """The request that is being answered: the running cell."""
        header: dict[str, Any] = self._kernel.get_parent()
        return header

    def send(self, data: dict[str, Any], parent: dict[str, Any]) -> None:
        """Broadcast `data` as belonging to `parent`."""
        if self.ours:
            self._kernel.session.send(
                self._kernel.iopub_socket,
                "comm_msg",
                {"comm_id": COMM_ID, "data": data},
                parent=parent,
                ident=b"comm-devicelab",
            )

    def later(self, seconds: float, call: Callable[[], None]) -> bool:
        """Call from the kernel's own IOPub loop after `seconds`; False where there is none.

        The loop is there anyway: a short cell then starts no thread at all.
        """
        loop = getattr(getattr(self._kernel, "iopub_thread", None), "io_loop", None)
        if loop is None:
            return False
        loop.add_callback(loop.call_later, seconds, call)
        return True
