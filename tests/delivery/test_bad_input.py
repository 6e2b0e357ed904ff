"""`devicelab build` refuses an author's slip with file and line, and writes nothing."""

from __future__ import annotations

import importlib
import sys

import bank_of_two
import pytest

from devicelab.checkpoint import bank
from devicelab.cli.program import main

SOURCE = """# ---
# jupyter:
#   jupytext:
#     notebook_metadata_filter: devicelab
#   devicelab:
#     module: m1
# ---

# %%
from devicelab import cp

# %% exercise="m1.p1"

# %% exercise="m1.q1"
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of its own, in `othercourse/` and `source/module1.py`; nothing built yet."""
    name = bank_of_two.write(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(bank, "PACKAGE", name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "module1.py").write_text(SOURCE)
    importlib.invalidate_caches()
    yield tmp_path
    for module in [m for m in sys.modules if m.startswith(name)]:
        del sys.modules[module]


def build(*more):
    return main(["build", *more, "source", "out"])


def refused(capsys, course):
    assert build() == 2
    assert not (course / "out").exists()
    return capsys.readouterr().err


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_sound_course_is_built_and_is_then_up_to_date(course, capsys):
    assert build() == 0
    assert sorted(p.name for p in (course / "out").iterdir()) == ["colab", "learner"]
    assert build("--check") == 0
    (course / "out" / "learner" / "module1.ipynb").write_text("{}")
    assert build("--check") == 1
    assert "module1.ipynb is not what its source builds" in capsys.readouterr().err


def test_an_exercise_that_the_bank_has_not(course, capsys):
    change(course / "source" / "module1.py", "m1.q1", "m1.q5")
    assert "source/module1.py:14: the bank has no exercise m1.q5" in refused(capsys, course)


def test_an_exercise_of_the_bank_without_a_cell(course, capsys):
    change(course / "source" / "module1.py", '\n# %% exercise="m1.q1"\n', "")
    told = refused(capsys, course)
    assert "othercourse/m1/q1.py:1: m1.q1 has no cell in source/module1.py" in told


def test_an_exercise_that_comes_twice(course, capsys):
    with (course / "source" / "module1.py").open("a") as source:
        source.write('\n# %% exercise="m1.q1"\n')
    assert "source/module1.py:16: m1.q1 comes twice (first in line 14)" in refused(capsys, course)


def test_an_id_that_another_file_has(course, capsys):
    (course / "othercourse" / "m1" / "q2.py").write_text(bank_of_two.EXERCISE)
    told = refused(capsys, course)
    assert "othercourse/m1/q2.py:1: the file of m1.q2 declares no exercise of that id" in told


def test_a_solution_mark_that_is_not_closed(course, capsys):
    with (course / "source" / "module1.py").open("a") as source:
        source.write("\n# %%\nx = 1\n# BEGIN SOLUTION\ny = 2\n")
    told = refused(capsys, course)
    assert "source/module1.py:18: '# BEGIN SOLUTION' has no '# END SOLUTION'" in told


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("def double(x): return 3 * x", "does not pass its own check (failed): Not twice."),
        ("double = 1 / 0", "stops with ZeroDivisionError"),
        ("def double(x): ...", "does not pass its own check (unattempted)"),
    ],
)
def test_a_reference_that_does_not_pass(course, capsys, reference, told):
    exercise = course / "othercourse" / "m1" / "q1.py"
    change(exercise, "def double(x): return 2 * x", reference)
    assert f"othercourse/m1/q1.py:6: the reference of m1.q1 {told}" in refused(capsys, course)


def test_a_file_that_cannot_be_imported(course, capsys):
    (course / "othercourse" / "m1" / "q1.py").write_text("def broken(:\n")
    assert "othercourse/m1/q1.py:1: SyntaxError" in refused(capsys, course)


def test_a_mark_that_is_closed_in_the_next_cell_only(course, capsys):
    with (course / "source" / "module1.py").open("a") as source:
        source.write("\n# %%\n# BEGIN SOLUTION\ny = 2\n\n# %%\nz = 3\n# END SOLUTION\n")
    told = refused(capsys, course)
    assert "source/module1.py:17: '# BEGIN SOLUTION' has no '# END SOLUTION'" in told


def test_two_sources_of_one_module(course, capsys):
    (course / "source" / "other.py").write_text(SOURCE)
    assert "source/other.py:1: module m1 is already in module1.py" in refused(capsys, course)


@pytest.fixture
def second_module(course):
    """A second module, as sound as the first."""
    part = course / "othercourse" / "m2"
    part.mkdir()
    (part / "__init__.py").write_text("")
    (part / "q1.py").write_text(bank_of_two.EXERCISE.replace("m1.q1", "m2.q1"))
    lines = SOURCE.replace('# %% exercise="m1.p1"\n\n', "").replace("m1", "m2")
    (course / "source" / "module2.py").write_text(lines)
    importlib.invalidate_caches()
    return part / "q1.py"


def test_of_two_sound_modules_both_are_built(course, second_module):
    assert build() == 0
    made = sorted(path.name for path in (course / "out" / "colab").iterdir())
    assert made == ["module1.ipynb", "module2.ipynb"]


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("def double(x): return 3 * x", "the reference of m2.q1 does not pass its own check"),
        ("double = 1 / 0", "the reference of m2.q1 stops with ZeroDivisionError"),
    ],
)
def test_of_a_sound_module_nothing_is_written_beside_one_that_fails(
    course, second_module, capsys, reference, told
):
    change(second_module, "def double(x): return 2 * x", reference)
    assert f"othercourse/m2/q1.py:6: {told}" in refused(capsys, course)


def test_an_export_refuses_a_slip_in_a_source_too(course, capsys, monkeypatch):
    package = course / "installed"
    monkeypatch.setattr("devicelab.delivery.shelf._PACKAGE", package)
    (package / "course").mkdir(parents=True)
    source = (course / "source").rename(package / "course" / "source")
    change(source / "module1.py", "m1.q1", "m1.q5")
    for variant in ("learner", "colab", "solution", "nbgrader", "otter"):
        assert main(["export", variant, "out"]) == 2
        assert "module1.py:14: the bank has no exercise m1.q5" in capsys.readouterr().err
    assert not (course / "out").exists()


def test_what_was_built_before_stays_when_a_build_is_refused(course, capsys):
    assert build() == 0
    before = (course / "out" / "learner" / "module1.ipynb").read_bytes()
    change(course / "source" / "module1.py", "m1.q1", "m1.q5")
    assert build() == 2
    assert (course / "out" / "learner" / "module1.ipynb").read_bytes() == before
