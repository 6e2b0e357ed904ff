"""Module 1 as it is committed: up to date, and honest about its exercises."""

from __future__ import annotations

import pathlib

import nbformat
import pytest

from devicelab.delivery import shelf
from devicelab.delivery.bank import entries
from devicelab.delivery.errors import Refused
from devicelab.delivery.shelf import learner_notebooks
from devicelab.version import course_version

ROOT = pathlib.Path(__file__).parents[2]
HERE = ("m1.q1", "m1.q3", "m1.q4", "m1.q5", "m1.q6", "m1.q7", "m1.q2")


@pytest.fixture(scope="module")
def module1():
    return nbformat.read(ROOT / "notebooks" / "learner" / "module1.ipynb", as_version=4)


def test_the_shelf_finds_module1():
    assert next(path.name for path in learner_notebooks()) == "module1.ipynb"


def test_in_a_wheel_the_notebooks_lie_beside_the_course(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "_PACKAGE", tmp_path / "devicelab")
    with pytest.raises(Refused, match="without its notebooks"):
        learner_notebooks()
    inside = tmp_path / "devicelab" / "course" / "notebooks"
    inside.mkdir(parents=True)
    (inside / "module1.ipynb").touch()
    assert learner_notebooks() == [inside / "module1.ipynb"]


def test_its_exercises_come_in_order_with_the_banks_starters(module1):
    cells = {cell.id: cell.source for cell in module1.cells}
    starters = [name for name in cells if name.endswith("-starter")]
    assert starters == [f"{item.replace('.', '-')}-starter" for item in ("m1.p1", *HERE)]
    for item in HERE:
        name = item.replace(".", "-")
        assert cells[f"{name}-starter"] == entries()[item].starter.strip("\n")
        assert cells[f"{name}-check"] == f'from devicelab import cp\n\ncp.check("{item}")'
        assert cells[f"{name}-help"] == f'# cp.hint("{item}")\n# cp.solution("{item}")'


def test_a_check_alone_after_a_restart_says_what_to_run(module1, kernel):
    checks = [cell.source for cell in module1.cells if cell.id.endswith("-check")]
    assert len(checks) == len(HERE)
    for source, item in zip(checks, HERE, strict=True):
        ran = kernel.run(source)
        assert ran.reply["status"] == "ok", ran.reply
        (shown,) = ran.of("display_data")
        text = shown["data"]["text/plain"]
        assert text.startswith(f"○ {item}"), text
        assert f'Run the cell that defines it, then run `cp.check("{item}")` again.' in text


def test_each_exercise_is_introduced_by_its_id_and_title(module1):
    text = "\n".join(cell.source for cell in module1.cells if cell.cell_type == "markdown")
    for item in HERE:
        assert f"Exercise {item}. {entries()[item].title}\n" in text


def test_it_says_which_module_and_version_it_is(module1):
    assert module1.metadata.devicelab == {"module": "m1", "course_version": course_version()}
    assert module1.metadata.kernelspec.name == "python3"
