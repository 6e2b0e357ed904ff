"""Module 1 as it is committed: up to date, honest about its exercises, and it runs untouched."""

from __future__ import annotations

import json
import math
import os
import pathlib
import re

import jsonschema
import nbformat
import pytest

from devicelab.delivery import shelf
from devicelab.delivery.bank import entries
from devicelab.delivery.errors import Refused
from devicelab.delivery.shelf import learner_notebooks
from devicelab.version import course_version

ROOT = pathlib.Path(__file__).parents[2]
HERE = ("m1.q1", "m1.q3", "m1.q6")
VERDICT = "application/vnd.devicelab.verdict+json"
WORDS_BEFORE_DOING = 150


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
    assert starters == [f"{item.replace('.', '-')}-starter" for item in HERE]
    for item in HERE:
        name = item.replace(".", "-")
        assert cells[f"{name}-starter"] == entries()[item].starter.strip("\n")
        assert cells[f"{name}-check"] == f'cp.check("{item}")'
        assert cells[f"{name}-help"] == f'# cp.hint("{item}")\n# cp.solution("{item}")'


def test_each_exercise_is_introduced_by_its_id_and_title(module1):
    text = "\n".join(cell.source for cell in module1.cells if cell.cell_type == "markdown")
    for item in HERE:
        assert f"Exercise {item}. {entries()[item].title}\n" in text


def test_it_says_which_module_and_version_it_is(module1):
    assert module1.metadata.devicelab == {"module": "m1", "course_version": course_version()}
    assert module1.metadata.kernelspec.name == "python3"


def test_there_is_something_to_do_after_150_words_at_most(module1):
    for cell in module1.cells:
        sections = re.split(r"^#+ ", cell.source, flags=re.MULTILINE)
        for section in sections if cell.cell_type == "markdown" else []:
            prose = re.sub(r"\]\([^)]*\)|^\|.*$", "", section, flags=re.MULTILINE)
            assert len(prose.split()) <= WORDS_BEFORE_DOING, section


def test_it_keeps_to_the_voice(module1):
    text = "\n".join(cell.source for cell in module1.cells if cell.cell_type == "markdown")
    assert not re.search(
        r"\bsimply\b|\bpowerful\b|\bblazing|(?<![=\w])!(?!\[)", text, re.IGNORECASE
    )


@pytest.fixture(scope="module")
def executed(module1, tmp_path_factory):
    """Run the untouched notebook in a folder of its own, as a learner would: Run All."""
    import nbclient

    home = tmp_path_factory.mktemp("lessons")
    client = nbclient.NotebookClient(
        nbformat.from_dict(module1), timeout=240, resources={"metadata": {"path": str(home)}}
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home / "ipython")}
    environment.pop("DEVICELAB_HOME", None)
    return client.execute(env=environment), home


def outputs(notebook):
    return [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]


def test_run_untouched_it_raises_nothing_and_writes_no_stderr(executed):
    bad = [
        (name, output)
        for name, output in outputs(executed[0])
        if output.output_type == "error" or output.get("name") == "stderr"
    ]
    assert bad == []


def test_run_untouched_every_check_says_unattempted(executed):
    schema = json.loads((ROOT / "protocol" / "verdict.schema.json").read_text())
    verdicts = {
        name: output.data[VERDICT]
        for name, output in outputs(executed[0])
        if VERDICT in output.get("data", {})
    }
    assert list(verdicts) == [f"{item.replace('.', '-')}-check" for item in HERE]
    for verdict in verdicts.values():
        jsonschema.validate(verdict, schema)
        assert verdict["outcome"] == "unattempted"


def test_the_opening_learns_and_says_so(executed):
    shown = [o.text for name, o in outputs(executed[0]) if name == "sixty-seconds-first-2"]
    losses = [float(word) for word in re.findall(r"loss ([\d.]+)", "".join(shown))]
    assert len(losses) == 3
    assert losses[-1] < math.log(4), "worse than guessing"
