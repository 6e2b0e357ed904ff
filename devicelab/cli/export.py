"""Write the course in the form that another program takes (for instructors).

  solution   notebooks with every exercise solved
  nbgrader   a course folder with source/ and nbgrader_config.py
  otter      for each module the student's folder and what `otter generate` needs
  learner    notebooks to hand out in a folder or by nbgitpuller
  colab      notebooks that install devicelab themselves

--solutions says when `cp.solution` shows a right answer. It keeps honest people honest: the
answers lie in the installed package, where whoever looks for them finds them.

Needs the extra 'author': pip install "devicelab[author]"
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from devicelab.delivery.edition import NO_BADGE, SOLUTIONS
from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    import argparse

    from devicelab.delivery.edition import Edition

HELP = "write the course for nbgrader, otter, or with its solutions (for instructors)"
_FORMS = ("solution", "nbgrader", "otter", "learner", "colab")
_MODULE = re.compile(r"m?([1-9][0-9]?)")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``export`` takes."""
    parser.add_argument("variant", choices=_FORMS, metavar="VARIANT", help=", ".join(_FORMS))
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--modules", help="which, such as 1,2 or m1 (default: all)")
    parser.add_argument(
        "--solutions", choices=SOLUTIONS, default="always", help="when cp.solution shows one"
    )
    parser.add_argument("--deadline", default="", help="UTC, such as 2026-12-24T12:00Z")
    parser.add_argument("--policy", type=Path, help="nbgrader: what each outcome is worth")
    parser.add_argument("--wheel", default="", help="path or address of a wheel, if no release")
    parser.add_argument("--repository", default="", help="OWNER/NAME on GitHub, for Colab's badges")
    parser.add_argument("--ref", default="", help="tag or branch for Colab's badges")
    parser.add_argument("--replace", action="store_true", help="write over files that differ")


def run(args: argparse.Namespace) -> int:
    """Write the export and say what was written."""
    from devicelab.delivery import build, export
    from devicelab.delivery.bank import entries
    from devicelab.delivery.shelf import sources

    bank, edition = entries(), _edition(args)
    made = build.outlines(sources(), bank, _modules(args.modules))
    files = export.exported(made, bank, edition, args.variant)
    if not args.replace:
        export.refuse_overwriting(files, args.folder)
    written = build.write(files, args.folder)
    print(f"{args.folder}: {len(written)} of {len(files)} files written.")
    if args.variant == "colab" and not edition.repository:
        print(NO_BADGE.format(how="--repository OWNER/NAME"))
    return 0


def _edition(args: argparse.Namespace) -> Edition:
    from devicelab.delivery.edition import Edition, refuse_no_place
    from devicelab.version import course_version

    refuse_no_place(args.repository, args.ref)
    if (args.solutions == "after-deadline") != bool(args.deadline):
        raise Refused("--solutions after-deadline and --deadline belong together.")
    if args.deadline and not _is_time(args.deadline):
        raise Refused(f"--deadline {args.deadline}: write it as 2026-12-24T12:00Z, in UTC.")
    return Edition(
        course_version(),
        repository=args.repository,
        ref=args.ref,
        wheel=args.wheel,
        solutions=args.solutions,
        deadline=args.deadline,
        policy=_policy(args.policy, args.variant),
    )


def _policy(path: Path | None, variant: str) -> str:
    """Return the text of a policy that can be used; an instructor must not find out while grading."""
    from devicelab.checkpoint import policy

    if path is None:
        return ""
    if variant != "nbgrader":
        raise Refused("--policy goes with nbgrader; no other export holds a policy.")
    if not path.is_file():
        raise Refused(f"--policy {path}: there is no such file.")
    try:
        policy.load(path)
    except policy.PolicyUnusable as unusable:
        raise Refused(str(unusable)) from unusable
    return path.read_text(encoding="utf-8")


def _is_time(text: str) -> bool:
    from devicelab.checkpoint.edition import instant

    return _TIME.fullmatch(text) is not None and instant(text) is not None


def _modules(text: str | None) -> list[str] | None:
    if text is None:
        return None
    words = [word for word in re.split(r"[\s,]+", text) if word]
    found = [_MODULE.fullmatch(word) for word in words]
    if not words or not all(found):
        raise Refused(f"--modules {text}: write it as 1,2 or m1,m2.")
    return [f"m{match.group(1)}" for match in found if match]
