"""Build the learner notebooks from their sources (for authors).

Needs the extra 'author': pip install "devicelab[author]"
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

HELP = "build the learner notebooks from their sources (for authors)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``build`` takes."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name what is not up to date"
    )
    parser.add_argument(
        "source_dir", metavar="SOURCE_DIR", nargs="?", default="notebooks/source", type=Path
    )
    parser.add_argument(
        "out_dir", metavar="OUT_DIR", nargs="?", default="notebooks/learner", type=Path
    )


def run(args: argparse.Namespace) -> int:
    """Build, or check and return 1 if a built notebook is out of date."""
    from devicelab.delivery import build
    from devicelab.delivery.bank import entries
    from devicelab.version import course_version

    notebooks = build.built(args.source_dir, entries(), course_version())
    if args.check:
        return _check(build.stale(notebooks, args.out_dir), args.out_dir)
    for name in build.write(notebooks, args.out_dir):
        print(f"{args.out_dir / name}: written")
    return 0


def _check(names: list[str], out_dir: Path) -> int:
    for name in names:
        print(
            f"{out_dir / name} is not what its source builds. Run: devicelab build", file=sys.stderr
        )
    return 1 if names else 0
