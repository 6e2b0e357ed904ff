"""List the Macs that can be simulated, or run a Python script on one.

    devicelab simulate --list
    devicelab simulate --as "M2 Air 16 GB" train.py --epochs 1

Without --as, the machine is the one that DEVICELAB_SIMULATE names. What a simulated
Mac can't show is listed in docs/simulator.md; no result from it counts as one of a Mac.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from devicelab.delivery.errors import Refused

HELP = "list the Macs that can be simulated, or run a script on one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``simulate`` takes."""
    parser.add_argument("--list", action="store_true", help="print the machines")
    parser.add_argument("--as", dest="machine", metavar="MACHINE", help="such as 'M2 Air 16 GB'")
    parser.add_argument("script", metavar="SCRIPT", nargs="?", type=Path)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Print the machines, or run the script as `python SCRIPT` would."""
    if args.list or args.script is None:
        print("\n".join(lines()))
        return 0
    return _run_script(args.machine or os.environ.get("DEVICELAB_SIMULATE"), args)


def lines() -> list[str]:
    """One line a machine; ° marks values that nobody has checked."""
    from devicelab.simulator import PROFILES

    rows = [f"{'machine':<24}{'cores':<8}{'GPU':<5}{'recommended':<14}macOS"]
    for p in PROFILES:
        mark = "" if p.verified else " °"
        use = f"{p.recommended / 2**30:.1f} GiB" if p.available else "no MPS"
        cores = f"{p.performance}+{p.efficiency}"
        row = f"{p.name + mark:<24}{cores:<8}{p.gpu_cores or '-':<5}{use:<14}{p.macos}"
        rows.append(f"{row}  {p.note}".rstrip())
    return [*rows, "", "° not checked: from general knowledge"]


def _run_script(machine: str | None, args: argparse.Namespace) -> int:
    import runpy
    import traceback

    from devicelab.simulator import UnknownProfileError, waiting

    if machine is None:
        raise Refused("Which machine? Say --as MACHINE; `devicelab simulate --list` names them.")
    if not args.script.is_file():
        raise Refused(f"There is no file {args.script}.")
    try:
        waiting.wait(machine)
    except UnknownProfileError as unknown:
        raise Refused(str(unknown)) from None
    sys.argv = [str(args.script), *args.arguments]
    sys.path.insert(0, str(args.script.resolve().parent))
    try:
        runpy.run_path(str(args.script), run_name="__main__")
    except Exception:  # noqa: BLE001  (the script's own, told as Python tells it)
        traceback.print_exc()
        return 1
    return 0
