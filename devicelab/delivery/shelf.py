"""Where the learner notebooks and their sources lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from devicelab.delivery.errors import Refused

_PACKAGE = Path(__file__).resolve().parent.parent


def learner_notebooks() -> list[Path]:
    """Return the learner notebooks that came with this devicelab, sorted by name.

    A wheel holds them beside the course; a checkout in ``notebooks/learner``.

    Raises:
        Refused: There are none: the installation is not whole.
    """
    for folder in (_PACKAGE / "course" / "notebooks", _PACKAGE.parent / "notebooks" / "learner"):
        found = sorted(folder.glob("*.ipynb"))
        if found:
            return found
    raise Refused(
        "This devicelab came without its notebooks. "
        "Install it again: pip install --force-reinstall devicelab"
    )


def sources() -> Path:
    """Return the folder of the notebook sources that came with this devicelab.

    Raises:
        Refused: There is none: the installation is not whole.
    """
    for folder in (_PACKAGE / "course" / "source", _PACKAGE.parent / "notebooks" / "source"):
        if any(folder.glob("*.py")):
            return folder
    raise Refused(
        "This devicelab came without its notebook sources. "
        "Install it again: pip install --force-reinstall devicelab"
    )
