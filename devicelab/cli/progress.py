"""Show which exercises are done, from the receipts in a course folder.

FOLDER is where you work on the course. Without it: this folder or the nearest one above
that has receipts, else ./pytorch-on-apple-silicon.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from devicelab.cli.start import FOLDER
from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    import argparse

HELP = "show which exercises are done"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``progress`` takes."""
    parser.add_argument("folder", metavar="FOLDER", nargs="?", type=Path)


def run(args: argparse.Namespace) -> int:
    """Print the progress."""
    from devicelab.checkpoint import progress

    home = _home(args.folder)
    if home is not None:
        os.environ["DEVICELAB_HOME"] = str(home)
    print(progress.bundle(*progress.rows())["text/plain"])
    return 0


def _home(folder: Path | None) -> Path | None:
    """Return where the receipts are, or None to leave the search to the checks' own rule.

    Raises:
        Refused: A folder was named that has none.
    """
    from devicelab.checkpoint.folder import NAME, home

    if folder is None:
        below = Path(FOLDER) / NAME
        return below if below.is_dir() and not home().is_dir() else None
    if not (folder / NAME).is_dir():
        raise Refused(f"{folder} is no course folder: 'devicelab start' makes one.")
    return folder / NAME
