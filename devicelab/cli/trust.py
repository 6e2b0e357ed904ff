"""Compare the accelerator with the CPU on shapes that have given wrong numbers before.

Code 0: it agrees, or there is nothing to compare. Code 1: something differs, or torch is missing or broken.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

HELP = "compare the accelerator with the CPU on shapes of known silent faults"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``trust`` takes."""
    parser.add_argument(
        "--json", action="store_true", help="print the result as JSON (protocol/trust.schema.json)"
    )


def run(args: argparse.Namespace) -> int:
    """Print what came of it; return 1 if something differs, or torch can't be used."""
    from devicelab.agent import report
    from devicelab.trust import check_device, words

    trust = check_device()
    facts = report()
    if args.json:
        print(json.dumps(words.as_json(trust, facts), ensure_ascii=False, indent=2))
    else:
        issue = words.issue_text(trust, facts)
        print("\n".join([words.headline(trust), *(f"  {line}" for line in words.remarks(trust))]))
        print(f"  {trust.seconds:.2f} s" if trust.device else "", end="\n" if trust.device else "")
        print(f"\n{issue}" if issue else "", end="\n" if issue else "")
    return 1 if trust.status == "differs" or trust.lack or trust.stopped else 0
