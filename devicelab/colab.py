"""What only Colab has: a Drive in which results outlive the machine.

Facts from googlecolab's public sources: `google.colab` is imported in every kernel of Colab;
`drive.mount` asks for consent, and fails or waits where the page is not Colab's own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_MOUNT = Path("/content/drive")


def in_colab() -> bool:
    """Say whether this kernel runs on a Colab machine, whichever page shows it."""
    return "google.colab" in sys.modules


def keep_in_drive() -> None:
    """Keep results in the folder ``devicelab`` of the learner's Drive from now on, and say so."""
    from devicelab.checkpoint import display

    display.show({"text/plain": _kept()})


def _kept() -> str:
    if not in_colab():
        return "This is not Colab: your results are kept beside the notebook already."
    folder = _MOUNT / "MyDrive" / "devicelab"
    try:
        from google.colab import drive

        drive.mount(str(_MOUNT))
        # Its parents are not made: a folder where no Drive is would go with the machine.
        folder.mkdir(exist_ok=True)
    except KeyboardInterrupt:
        raise
    except Exception as error:  # noqa: BLE001 - consent refused, no page to ask on, a full Drive
        return (
            f"Your Drive could not be reached ({type(error).__name__}), so results stay on this "
            "machine and go with it. Run the cell again, or copy what `cp.export()` prints."
        )
    os.environ["DEVICELAB_HOME"] = str(folder)
    return f"Your results are kept in {folder} from now on."
