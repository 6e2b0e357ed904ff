"""Build the notebooks that are committed, learner and Colab variant (for authors).

First the right answers are run against their own checks; if one fails, or a source is not as
it should be, nothing is written.

A Colab notebook begins with a badge that opens it from GitHub, at --ref (the tag of this version
unless told otherwise). Where it lies is said by "repository" in package.json or by --repository;
where neither does, there is no badge, and `build` says so.

Needs the extra 'author': pip install "devicelab[author]"
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from devicelab.delivery.edition import Edition

HELP = "build the learner and Colab notebooks from their sources (for authors)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``build`` takes."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name what is not up to date"
    )
    parser.add_argument(
        "--no-proof", action="store_true", help="do not run the right answers first"
    )
    parser.add_argument("--wheel", default="", help="what Colab notebooks install, if no release")
    parser.add_argument("--repository", help="OWNER/NAME on GitHub, for Colab's badges")
    parser.add_argument("--ref", default="", help="tag or branch for Colab's badges")
    parser.add_argument(
        "source_dir", metavar="SOURCE_DIR", nargs="?", default="notebooks/source", type=Path
    )
    parser.add_argument(
        "out_dir",
        metavar="OUT_DIR",
        nargs="?",
        default="notebooks",
        type=Path,
        help="gets the folders learner and colab (default: notebooks)",
    )


def run(args: argparse.Namespace) -> int:
    """Build, or check and return 1 if a built notebook is out of date."""
    from devicelab.delivery import build
    from devicelab.delivery.bank import entries
    from devicelab.delivery.edition import NO_BADGE
    from devicelab.delivery.references import refuse_failing

    bank = entries()
    made, edition = build.outlines(args.source_dir, bank), _edition(args)
    variants = {v: build.built(made, bank, edition, v) for v in ("learner", "colab")}
    if args.check:
        return _check(variants, args.out_dir)
    if not args.no_proof:
        refuse_failing([one.module for one in made], bank)
    for variant, notebooks in variants.items():
        for name in build.write(notebooks, args.out_dir / variant):
            print(f"{args.out_dir / variant / name}: written")
    if not edition.repository:
        print(NO_BADGE.format(how='"repository" in package.json or --repository OWNER/NAME'))
    return 0


def _edition(args: argparse.Namespace) -> Edition:
    from devicelab.delivery.edition import Edition, known_repository, refuse_no_place
    from devicelab.version import course_version

    refuse_no_place(args.repository or "", args.ref)
    home = known_repository() if args.repository is None else args.repository
    return Edition(course_version(), repository=home, ref=args.ref, wheel=args.wheel)


def _check(variants: dict[str, dict[str, bytes]], out_dir: Path) -> int:
    from devicelab.delivery import build

    stale = [
        out_dir / v / name
        for v, made in variants.items()
        for name in build.stale(made, out_dir / v)
    ]
    for path in stale:
        print(f"{path} is not what its source builds. Run: devicelab build", file=sys.stderr)
    return 1 if stale else 0
