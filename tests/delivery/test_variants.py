"""What each variant is made of, without the programs that take it."""

from __future__ import annotations

import ast
import json
import pathlib
import re

import nbformat
import pytest

from devicelab.checkpoint import policy
from devicelab.cli.program import main
from devicelab.delivery.bank import Entry, entries
from devicelab.delivery.build import VARIANTS, built, outlines
from devicelab.delivery.edition import Edition
from devicelab.delivery.export import exported
from devicelab.delivery.nbgrader import CONFIG, POLICY
from devicelab.delivery.otter import requirements
from devicelab.delivery.regions import BEGIN, END

SOURCE = """# ---
# jupyter:
#   jupytext:
#     notebook_metadata_filter: devicelab
#   devicelab:
#     module: m1
# ---

# %% [markdown]
# # A module

# %%
from devicelab import cp

# %% exercise="m1.p1"

# %% exercise="m1.q1"
"""
BANK = {
    "m1.p1": Entry("A guess", 'cp.predict("m1.p1", ratio=...)\n'),
    "m1.q1": Entry(
        "An answer",
        "def answer(x):\n    ...\n",
        ("def answer(x):\n    return x.flip(0).cumsum(0) * 3\n",),
        needs=("answer", "other"),
        points=2.0,
        device_free=False,
    ),
}
EDITION = Edition("0.1.0", repository="someone/course", ref="autumn")
SOURCES = pathlib.Path(__file__).parents[2] / "notebooks" / "source"


@pytest.fixture
def made(tmp_path):
    (tmp_path / "module1.py").write_text(SOURCE)
    return outlines(tmp_path, BANK)


def cells(made, variant, edition=EDITION):
    data = built(made, BANK, edition, variant)["module1.ipynb"]
    notebook = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}, notebook.metadata


def test_every_variant_states_the_version_where_cp_is_imported(made):
    for variant in VARIANTS:
        found, metadata = cells(made, variant)
        assert found["a-module-2"].source == (
            'from devicelab import cp\n\ncp.notebook("m1", version="0.1.0")'
        )
        assert metadata.devicelab == {"module": "m1", "course_version": "0.1.0"}
        assert found["m1-p1-starter"].source.startswith('cp.predict("m1.p1", ratio=...)')


def test_the_solution_variant_holds_the_reference(made):
    found, _ = cells(made, "solution")
    assert "cumsum" in found["m1-q1-starter"].source
    assert found["m1-q1-check"].source == 'from devicelab import cp\n\ncp.check("m1.q1")'


def test_colab_installs_then_says_where_it_runs_then_offers_the_drive(made):
    found, metadata = cells(made, "colab")
    assert list(found)[:5] == [
        "view-in-github",
        "colab-install",
        "colab-preflight",
        "colab-drive",
        "a-module-1",
    ]
    assert "%pip install -q --no-deps devicelab==0.1.0" in found["colab-install"].source
    assert "devicelab.panel(" in found["colab-preflight"].source
    compile(found["colab-drive"].source, "drive", "exec")
    assert metadata.accelerator == "GPU"
    assert metadata.colab.name == "module1.ipynb"


def test_the_badge_leads_to_this_ref_and_this_variant(made):
    found, _ = cells(made, "colab")
    address = "https://colab.research.google.com/github/someone/course/blob/autumn/notebooks/colab/module1.ipynb"
    assert found["view-in-github"].source.endswith(f"]({address})")
    released, _ = cells(made, "colab", Edition("0.1.0", repository="someone/course"))
    assert "/blob/v0.1.0/notebooks/colab/module1.ipynb" in released["view-in-github"].source
    homeless, _ = cells(made, "colab", Edition("0.1.0"))
    assert "view-in-github" not in homeless


def test_colab_installs_a_checkouts_wheel_where_one_is_named(made):
    found, _ = cells(made, "colab", Edition("0.1.0", wheel="/a b/devicelab.whl"))
    assert "--no-deps '/a b/devicelab.whl'" in found["colab-install"].source


def test_no_accelerator_is_asked_for_where_none_takes_part(tmp_path):
    (tmp_path / "module1.py").write_text(SOURCE.replace('\n# %% exercise="m1.q1"\n', ""))
    bank = {"m1.p1": BANK["m1.p1"]}
    data = built(outlines(tmp_path, bank), bank, EDITION, "colab")["module1.ipynb"]
    assert "accelerator" not in json.loads(data)["metadata"]


def test_nbgrader_gets_an_answer_cell_and_a_locked_test_cell(made):
    found, _ = cells(made, "nbgrader")
    answer, test = found["m1-q1-starter"], found["m1-q1-test"]
    assert answer.metadata.nbgrader == {
        "grade": False,
        "grade_id": "m1-q1",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    assert answer.source.startswith("def answer(x):\n    ...")
    assert answer.source.splitlines().count("# BEGIN SOLUTION") == 1
    assert answer.source.splitlines()[-1] == "# END SOLUTION"
    assert test.metadata.nbgrader == {
        "grade": True,
        "grade_id": "m1-q1-test",
        "locked": True,
        "points": 2.0,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    # All that it needs is in it, and its last value is the points.
    last = ast.parse(test.source).body[-1]
    assert isinstance(last, ast.Expr)
    assert ast.unparse(last) == "cp.grade('m1.q1')"
    assert "from devicelab import cp" in test.source
    assert found["m1-p1-test"].source.endswith('cp.grade("m1.p1")')


def released(source):
    """An answer cell as nbgrader hands it out: what its configuration says stands for the solution."""
    (line,) = re.findall(r"^c\.ClearSolutions\.code_stub = (.*)$", CONFIG, re.MULTILINE)
    stub = ast.literal_eval(line)["python"]
    assert re.fullmatch(r"# [A-Z].*\.", stub)
    return re.sub(f"{BEGIN}.*{END}", stub, source, flags=re.DOTALL)


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_form_speaks_of_dots_in_an_exercise_that_has_none(variant):
    bank = entries()
    notebooks = built(outlines(SOURCES, bank), bank, EDITION, variant).values()
    cells = [c for data in notebooks for c in nbformat.reads(data.decode(), as_version=4).cells]
    texts = {c.id: released(c.source) for c in cells if re.match(r"m\d+-[pq]\d+-", c.id)}
    starters = {name for name in texts if name.endswith("-starter")}
    assert {"m1-p1-starter", "m2-q3-starter"} < starters
    if variant == "nbgrader":
        assert BEGIN not in "".join(texts.values())
    assert [n for n, text in texts.items() if " dots" in text and "..." not in text] == []


def test_otter_gets_a_test_file_with_the_names_that_it_needs(made):
    files = exported(made, BANK, Edition("0.1.0"), "otter")
    assert sorted(files) == [
        "module1/autograder/otter_config.json",
        "module1/autograder/requirements.txt",
        "module1/autograder/tests/m1_p1.py",
        "module1/autograder/tests/m1_q1.py",
        "module1/student/module1.ipynb",
        "module1/student/tests/m1_p1.py",
        "module1/student/tests/m1_q1.py",
    ]
    test = files["module1/student/tests/m1_q1.py"].decode()
    assert "def test_m1_q1(answer, other):" in test
    assert 'cp.grade("m1.q1", answer=answer, other=other)' in test
    assert "points = 2\n" in test
    assert '    cp.grade("m1.p1")\n' in files["module1/student/tests/m1_p1.py"].decode()
    assert files["module1/autograder/requirements.txt"].decode().startswith("devicelab==0.1.0\n")


def test_one_export_twice_is_the_same_bytes(made):
    for variant in VARIANTS:
        assert exported(made, BANK, EDITION, variant) == exported(made, BANK, EDITION, variant)


@pytest.mark.parametrize("rule", ["after-pass", "never"])
def test_the_rule_for_solutions_is_in_the_notebook(made, rule):
    found, _ = cells(made, "learner", Edition("0.1.0", solutions=rule))
    assert f'cp.notebook("m1", version="0.1.0", solutions="{rule}")' in found["a-module-2"].source
    assert ("cp.solution" in found["m1-q1-help"].source) == (rule != "never")


def test_a_deadline_is_in_the_notebook_too(made):
    edition = Edition("0.1.0", solutions="after-deadline", deadline="2026-12-24T12:00Z")
    found, _ = cells(made, "learner", edition)
    assert 'deadline="2026-12-24T12:00Z")' in found["a-module-2"].source


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--modules", "one"], "write it as 1,2 or m1,m2"),
        (["--modules", "99"], "There is no module m99"),
        (["--solutions", "after-deadline"], "belong together"),
        (["--deadline", "2026-12-24T12:00Z"], "belong together"),
        (["--solutions", "after-deadline", "--deadline", "tomorrow"], "write it as 2026-"),
        (["--solutions", "after-deadline", "--deadline", "2026-13-41T12:00Z"], "write it as 2026-"),
        (["--policy", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_an_export_that_cannot_be_meant_is_refused(tmp_path, capsys, words, told):
    assert main(["export", "nbgrader", str(tmp_path / "out"), *words]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_export_writes_over_nothing_that_differs(tmp_path, capsys):
    out = tmp_path / "out"
    words = ["export", "nbgrader", str(out), "--modules", "m1"]
    assert main(words) == 0
    assert main(words) == 0
    assert "0 of 3 files written" in capsys.readouterr().out
    mine = out / "source" / "module1" / "module1.ipynb"
    mine.write_text("mine")
    assert main(words) == 2
    assert mine.read_text() == "mine"
    assert "is there and differs; nothing was written" in capsys.readouterr().err
    assert main([*words, "--replace"]) == 0
    assert mine.read_text() != "mine"


def test_a_policy_is_read_before_anybody_is_graded_by_it(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    mine.write_text("[outcomes]\nskipped = 0\n")
    out = tmp_path / "out"
    assert main(["export", "nbgrader", str(out), "--policy", str(mine)]) == 0
    assert (out / "policy.toml").read_text() == mine.read_text()
    mine.write_text("partial = 3\n")
    assert main(["export", "nbgrader", str(tmp_path / "b"), "--policy", str(mine)]) == 2
    assert "partial is true or false" in capsys.readouterr().err


def test_the_policy_that_is_written_by_default_says_the_defaults(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(POLICY)
    assert policy.load(path) == policy.load(None)


@pytest.mark.parametrize(
    ("wheel", "line"),
    [
        ("https://a.org/devicelab.whl", "devicelab @ https://a.org/devicelab.whl"),
        ("/autograder/source/devicelab.whl", "/autograder/source/devicelab.whl"),
    ],
)
def test_a_grader_installs_the_wheel_from_an_address_or_a_path(wheel, line):
    # pip takes `name @` before an address only.
    assert requirements(Edition("0.1.0", wheel=wheel)).splitlines()[0] == line
