"""An export: the folder that another program or another person takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devicelab.delivery import nbgrader, otter
from devicelab.delivery.build import built
from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from devicelab.delivery.bank import Entry
    from devicelab.delivery.edition import Edition
    from devicelab.delivery.outline import Outline


def exported(
    made: Sequence[Outline], bank: Mapping[str, Entry], edition: Edition, variant: str
) -> dict[str, bytes]:
    """Return the files of an export by their path below its folder.

    ``nbgrader`` is a course folder (``source/ASSIGNMENT/NOTEBOOK``), ``otter`` one folder a
    notebook with ``student`` and ``autograder`` in it; any other variant is its notebooks.

    Raises:
        Refused: As for `built`.
    """
    notebooks = built(made, bank, edition, variant)
    if variant == "nbgrader":
        assignments = {f"source/{_stem(n)}/{n}": data for n, data in notebooks.items()}
        policy = edition.policy or nbgrader.POLICY
        config = {"nbgrader_config.py": nbgrader.CONFIG, "policy.toml": policy}
        return {**assignments, **{name: text.encode() for name, text in config.items()}}
    if variant == "otter":
        parts = [_otter(one, notebooks[f"{one.name}.ipynb"], edition) for one in made]
        return {path: data for part in parts for path, data in part.items()}
    return notebooks


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _otter(one: Outline, notebook: bytes, edition: Edition) -> dict[str, bytes]:
    tests = {
        f"tests/{otter.test_name(task)}.py": otter.test_file(task).encode() for task in one.tasks
    }
    grader = {
        **tests,
        "requirements.txt": otter.requirements(edition).encode(),
        "otter_config.json": otter.grader_config(one).encode(),
    }
    student = {**tests, f"{one.name}.ipynb": notebook}
    return {
        **{f"{one.name}/student/{path}": data for path, data in student.items()},
        **{f"{one.name}/autograder/{path}": data for path, data in grader.items()},
    }


def refuse_overwriting(files: Mapping[str, bytes], folder: Path) -> None:
    """Refuse to write over what somebody may have changed since an earlier export.

    Raises:
        Refused: A file is there and differs.
    """
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file. Name a folder, or one that is still to be made.")
    for path, data in files.items():
        there = folder / path
        if there.exists() and not (there.is_file() and there.read_bytes() == data):
            raise Refused(
                f"{there} is there and differs; nothing was written. "
                "Name another folder, or say --replace to write over it."
            )
