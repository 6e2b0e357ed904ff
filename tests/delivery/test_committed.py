"""The notebooks as they are committed: what their sources build, and nothing that must not be seen."""

from __future__ import annotations

import pathlib

import nbformat
import pytest

from devicelab.delivery.bank import entries
from devicelab.delivery.build import built, outlines, stale
from devicelab.delivery.edition import Edition, known_repository
from devicelab.version import course_version

ROOT = pathlib.Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
COMMITTED = sorted(NOTEBOOKS.glob("*/*.ipynb"))


@pytest.mark.parametrize("variant", ["learner", "colab"])
def test_they_are_what_their_sources_build(variant):
    bank = entries()
    edition = Edition(course_version(), repository=known_repository())
    made = outlines(NOTEBOOKS / "source", bank)
    notebooks = built(made, bank, edition, variant)
    assert notebooks == built(outlines(NOTEBOOKS / "source", bank), bank, edition, variant)
    assert stale(notebooks, NOTEBOOKS / variant) == [], "run: devicelab build"


@pytest.mark.parametrize("path", COMMITTED, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_is_valid_has_unique_ids_and_no_outputs(path):
    made = nbformat.read(path, as_version=4)
    nbformat.validate(made)
    ids = [cell.id for cell in made.cells]
    assert len(set(ids)) == len(ids)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", COMMITTED, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_each_check_stands_in_a_source_line_and_the_version_too(path):
    made = nbformat.read(path, as_version=4)
    text = "\n".join(cell.source for cell in made.cells)
    module = made.metadata.devicelab.module
    asked = [item for item in entries() if item.startswith(f"{module}.") and ".p" not in item]
    assert asked
    assert [item for item in asked if f'cp.check("{item}")' not in text] == []
    assert f'cp.notebook("{module}", version="{course_version()}")' in text


def test_every_module_has_both_variants():
    names = {
        variant: {p.name for p in (NOTEBOOKS / variant).glob("*.ipynb")}
        for variant in ("learner", "colab")
    }
    assert names["learner"] == names["colab"]
    assert names["learner"] == {f"{p.stem}.ipynb" for p in (NOTEBOOKS / "source").glob("*.py")}
