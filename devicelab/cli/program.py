"""Reads the command line, runs one verb, and turns every ending into a sentence and a code.

Codes: 0 done; 1 done, and something was found wrong; 2 it could not be done as asked;
70 devicelab itself went wrong; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from devicelab.cli import build, doctor, export, progress, selftest, simulate, start, trust
from devicelab.delivery.errors import Refused
from devicelab.version import course_version

if TYPE_CHECKING:
    from collections.abc import Sequence

REFUSED, FAULT, STOPPED = 2, 70, 130

_VERBS = (start, doctor, trust, progress, selftest, simulate, build, export)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (default: the process's own) and return the exit code."""
    given, passed_on = _split(list(sys.argv[1:] if argv is None else argv))
    try:
        args = _parse(given, passed_on)
        code: int = args.run(args)
        sys.stdout.flush()
    except Refused as refusal:
        return _say(str(refusal), REFUSED)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001  (no traceback ever reaches a user)
        return _fault(error)
    return code


def _split(argv: list[str]) -> tuple[list[str], list[str] | None]:
    """Part ``argv`` at the first ``--``; what follows is for JupyterLab."""
    if "--" not in argv:
        return argv, None
    at = argv.index("--")
    return argv[:at], argv[at + 1 :]


def _parse(given: list[str], passed_on: list[str] | None) -> argparse.Namespace:
    parser = _parser()
    args = parser.parse_args(given)
    if passed_on is not None and args.run is not start.run:
        parser.error("only 'devicelab start' passes arguments on after '--'")
    args.passed_on = passed_on or []
    return args


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="devicelab",
        description="Learn PyTorch on the machine in front of you.",
        epilog="Begin with: devicelab start",
    )
    parser.add_argument("--version", action="version", version=f"devicelab {course_version()}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in _VERBS:
        _add(verbs, verb)
    return parser


def _add(verbs: Any, verb: Any) -> None:
    name = verb.__name__.rpartition(".")[2]
    parser = verbs.add_parser(name, help=verb.HELP, description=verb.__doc__.strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    verb.add_arguments(parser)
    parser.set_defaults(run=verb.run)


def _say(sentence: str, code: int) -> int:
    print(f"devicelab: {sentence}", file=sys.stderr)
    return code


def _reader_left() -> int:
    """End quietly when a pager or ``head`` closed our output."""
    # Python would complain when it flushes stdout at exit; there is nobody to read it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _fault(error: Exception) -> int:
    if os.environ.get("DEVICELAB_DEBUG"):
        import traceback

        traceback.print_exc()
    return _say(
        f"something went wrong inside devicelab ({type(error).__name__}: {error}). "
        "This is our fault, not yours. For the details, to put into a report: "
        "set DEVICELAB_DEBUG=1 and run the same again.",
        FAULT,
    )
