"""Runs JupyterLab as a child process and says what its ending means."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PORT = ("--port", "--ServerApp.port", "--LabApp.port")
_RETRIES = ("--ServerApp.port_retries", "--LabApp.port_retries", "--port-retries")
_DEFAULT_PORT = "8888"


def run(arguments: Sequence[str]) -> int:
    """Run JupyterLab with this interpreter until it ends, and return its exit code.

    Raises:
        Refused: It ended because the port that was insisted on is taken.
    """
    # A child and not exec, so that there is somebody to explain how it ended.
    command = [sys.executable, "-m", "jupyterlab", *arguments]
    child = subprocess.Popen(command, env=_environment())  # noqa: S603
    with _signals_passed_to(child):
        code = child.wait()
    if code > 0:
        _explain(arguments, code)
    return code if code >= 0 else 128 - code


def _environment() -> dict[str, str]:
    """Return the environment in which the kernels will run.

    torch's CPU threads spin while they wait, and one busy neighbour then makes timings
    useless; waiting passively must be asked for before torch is imported.
    """
    return {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}


@contextmanager
def _signals_passed_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let JupyterLab answer signals: Ctrl-C reaches it through the terminal, others from here."""
    before: dict[int, Any] = {signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN)}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            before[number] = signal.signal(number, lambda got, _: child.send_signal(got))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _explain(arguments: Sequence[str], code: int) -> None:
    port = asked(arguments, _PORT) or _DEFAULT_PORT
    if asked(arguments, _RETRIES) == "0" and _is_taken(port):
        raise Refused(
            f"Port {port} is taken by another program. Name another (-- --port=8890), "
            "or leave --ServerApp.port_retries out and JupyterLab looks for a free one."
        )
    print(
        f"devicelab: JupyterLab ended with code {code}; the lines above say why. "
        "Your notebooks are as you saved them.",
        file=sys.stderr,
    )


def asked(arguments: Sequence[str], names: Sequence[str]) -> str:
    """Return the last value that ``arguments`` give one of the options ``names``, or ``""``."""
    value = ""
    for at, argument in enumerate(arguments):
        name, equals, inline = argument.partition("=")
        if name in names:
            value = inline if equals else "".join(arguments[at + 1 : at + 2])
    return value


def _is_taken(port: str) -> bool:
    if not (port.isascii() and port.isdigit() and int(port) < 65536):  # noqa: PLR2004
        return False
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0
