"""The Colab variant: the learner variant with what a rented machine needs first.

Nothing of it lies in metadata that a run depends on: Colab drops cell locks, makes ids of its own
and shows each output in a frame apart. See the notebook's first four cells.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from devicelab.delivery.cells import Cell, code, notebook, prose
from devicelab.delivery.learner import composed, exercise_cells, statement

if TYPE_CHECKING:
    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline

FOLDER = "notebooks/colab"
_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
_ADDRESS = "https://colab.research.google.com/github/{repository}/blob/{ref}/{folder}/{name}.ipynb"
_INSTALL = """\
#@title 1. Install devicelab
# --no-deps: nothing that this runtime came with is moved, so no restart is needed.
%pip install -q --no-deps {package}"""
_PREFLIGHT = """\
#@title 2. Which machine is this, and what to change?
import devicelab

devicelab.panel(import_torch=True)  # it follows each cell; devicelab.panel(False) ends that"""
_DRIVE = """\
#@title 3. Keep your results in Google Drive (optional)
#@markdown This machine is thrown away some time after you leave it, and your results with it.
#@markdown Tick the box and run this cell to keep them in the folder `devicelab` of your Drive.
keep_in_drive = False #@param {type:"boolean"}
if keep_in_drive:
    from devicelab import colab

    colab.keep_in_drive()"""


def colab_notebook(made: Outline, edition: Edition) -> dict[str, Any]:
    """Return the notebook for Colab and what works like it."""
    learners = composed(made, edition, lambda task: exercise_cells(task, edition))
    metadata: dict[str, Any] = {
        "colab": {"name": f"{made.name}.ipynb", "provenance": [], "toc_visible": True}
    }
    if any(not task.entry.device_free for task in made.tasks):
        metadata["accelerator"] = "GPU"
        metadata["colab"]["gpuType"] = "T4"
    cells = [*_first(made, edition), *learners]
    return notebook(cells, devicelab=statement(made, edition), **metadata)


def _first(made: Outline, edition: Edition) -> list[Cell]:
    form = {"cellView": "form"}
    package = shlex.quote(edition.install)
    badges = [prose("view-in-github", badge(made.name, edition), colab_type="text")]
    return [
        *(badges if edition.repository else []),  # a badge that leads nowhere helps nobody
        code("colab-install", _INSTALL.format(package=package), **form),
        code("colab-preflight", _PREFLIGHT, **form),
        code("colab-drive", _DRIVE, **form),
    ]


def badge(name: str, edition: Edition) -> str:
    """Return the badge that opens the notebook ``name`` of this variant at the edition's ref."""
    address = _ADDRESS.format(
        repository=edition.repository, ref=edition.tag, folder=FOLDER, name=name
    )
    return f"[![Open in Colab]({_BADGE})]({address})"
