"""Let the exercises prove themselves on this machine.

Each starter must count as not attempted, each right answer must pass, and each known
mistake must fail with its own message. Without an ITEM, all exercises are tried.
--lane chooses the device, or a simulated Mac; without it, it is the one that you would
use. Nothing is written into your results. The last line is the sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    import argparse

_LANES = ("cpu", "cuda", "mps", "simulated")
HELP = "let the exercises prove themselves on this machine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``selftest`` takes."""
    parser.add_argument("items", metavar="ITEM", nargs="*", help="such as m1.q1")
    parser.add_argument("--only", metavar="ITEM", action="append", help="the same, once for each")
    parser.add_argument("--lane", choices=_LANES, help="the device to try them on")
    parser.add_argument(
        "--times", action="store_true", help="say how long each check takes, and each module's"
    )


def run(args: argparse.Namespace) -> int:
    """Try the exercises and print what became of each; return 1 on any fault."""
    from devicelab.checkpoint import selftest

    try:
        results = selftest.run([*args.items, *(args.only or [])] or None, args.lane)
    except selftest.LaneClosed as closed:
        raise Refused(str(closed)) from None
    if args.times:
        print(selftest.format_times(results))
    # Last, for its last line is the sum.
    print(selftest.format_results(results))
    return 0 if results and all(result.ok for result in results) else 1
