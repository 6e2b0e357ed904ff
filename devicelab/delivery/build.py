"""A folder of sources → the notebooks of a variant, the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from devicelab.delivery.cells import serialised
from devicelab.delivery.colab import colab_notebook
from devicelab.delivery.errors import Refused
from devicelab.delivery.leaks import refuse_leaks
from devicelab.delivery.learner import learner_notebook
from devicelab.delivery.nbgrader import nbgrader_notebook
from devicelab.delivery.otter import otter_notebook
from devicelab.delivery.outline import Outline, outline
from devicelab.delivery.solution import solution_notebook
from devicelab.delivery.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from devicelab.delivery.bank import Entry
    from devicelab.delivery.edition import Edition

Form = Callable[[Outline, "Edition"], "dict[str, Any]"]

VARIANTS: Mapping[str, Form] = {
    "learner": learner_notebook,
    "colab": colab_notebook,
    "solution": solution_notebook,
    "nbgrader": nbgrader_notebook,
    "otter": otter_notebook,
}
#: Those that a learner gets as they are.
FOR_LEARNERS = ("learner", "colab", "otter")


def outlines(
    source_dir: Path, bank: Mapping[str, Entry], modules: Iterable[str] | None = None
) -> list[Outline]:
    """Read all sources, or those of some modules, in the order of their names.

    Raises:
        Refused: There are no sources, a module has none, two are of one module, or one can't be built.
    """
    paths = sorted(source_dir.glob("*.py"))
    if not paths:
        raise Refused(f"{source_dir}: no notebook sources (*.py) here.")
    made = [outline(read_source(path), bank) for path in paths]
    _refuse_twins(made, source_dir)
    return _chosen(made, modules)


def _refuse_twins(made: list[Outline], source_dir: Path) -> None:
    first: dict[str, str] = {}
    for one in made:
        if one.module in first:
            other = first[one.module]
            raise Refused(
                f"{source_dir / one.name}.py:1: module {one.module} is already in {other}.py."
            )
        first[one.module] = one.name


def _chosen(made: list[Outline], modules: Iterable[str] | None) -> list[Outline]:
    if modules is None:
        return made
    wanted = list(modules)
    there = [one.module for one in made]
    missing = [module for module in wanted if module not in there]
    if missing:
        raise Refused(f"There is no module {missing[0]}; there are {', '.join(there)}.")
    return [one for one in made if one.module in wanted]


def built(
    made: Iterable[Outline], bank: Mapping[str, Entry], edition: Edition, variant: str = "learner"
) -> dict[str, bytes]:
    """Return a variant's notebooks by file name.

    Raises:
        Refused: One is not valid, or shows a learner something of a solution.
    """
    return {f"{one.name}.ipynb": _built(one, bank, edition, variant) for one in made}


def _built(one: Outline, bank: Mapping[str, Entry], edition: Edition, variant: str) -> bytes:
    notebook = VARIANTS[variant](one, edition)
    if variant in FOR_LEARNERS:
        refuse_leaks(one.name, notebook, bank)
    return serialised(one.name, notebook)


def stale(notebooks: Mapping[str, bytes], out_dir: Path) -> list[str]:
    """Name the files in ``out_dir`` that are missing, differ, or have no source any more."""
    there = {path.name for path in out_dir.glob("*.ipynb")}
    differing = {name for name, data in notebooks.items() if not _same(out_dir / name, data)}
    return sorted(differing | (there - set(notebooks)))


def write(files: Mapping[str, bytes], out_dir: Path) -> list[str]:
    """Write what differs, below ``out_dir``, and return the names written.

    Raises:
        Refused: ``out_dir`` can't be written to.
    """
    changed = [name for name, data in files.items() if not _same(out_dir / name, data)]
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for name in changed:
            (out_dir / name).parent.mkdir(parents=True, exist_ok=True)
            (out_dir / name).write_bytes(files[name])
    except OSError as error:
        raise Refused(f"{out_dir}: can't be written to ({error.strerror}).") from error
    return changed


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
