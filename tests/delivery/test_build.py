"""Sources become notebooks: the same bytes each time, and nothing that must not be there."""

from __future__ import annotations

import nbformat
import pytest

from devicelab.delivery.bank import Entry
from devicelab.delivery.build import built, outlines, stale, write
from devicelab.delivery.edition import Edition
from devicelab.delivery.errors import Refused

HEADER = "# ---\n# jupyter:\n#   jupytext:\n#     notebook_metadata_filter: devicelab\n#   devicelab:\n#     module: m1\n# ---\n\n"
STARTER = "def answer(x):\n    ...\n"
SOLUTION = "def answer(x):\n    return x.flip(0).cumsum(0) * 3\n"
BANK = {"m1.q1": Entry("An answer", STARTER, (SOLUTION,)), "m2.q1": Entry("Other", "y = ...\n")}


def build(tmp_path, body, header=HEADER, bank=BANK):
    source = tmp_path / "source"
    source.mkdir(exist_ok=True)
    (source / "module1.py").write_text(header + body, encoding="utf-8")
    return built(outlines(source, bank), bank, Edition("0.1.0"))


def notebook(tmp_path, body):
    return nbformat.reads(build(tmp_path, body)["module1.ipynb"].decode(), as_version=4)


BODY = """# %% [markdown]
# # A question
#
# Text with ü and “”.

# %%
x = 1

# %% exercise="m1.q1"

# %% [markdown]
# more
"""


def test_an_exercise_becomes_three_cells_with_ids_of_its_own(tmp_path):
    cells = notebook(tmp_path, BODY)["cells"]
    assert [(c["id"], c["source"]) for c in cells] == [
        ("a-question-1", "# A question\n\nText with ü and “”."),
        ("a-question-2", "x = 1"),
        ("m1-q1-starter", STARTER.strip()),
        ("m1-q1-check", 'from devicelab import cp\n\ncp.check("m1.q1")'),
        ("m1-q1-help", '# cp.hint("m1.q1")\n# cp.solution("m1.q1")'),
        ("a-question-3", "more"),
    ]


def test_it_is_a_valid_notebook_without_outputs_that_says_its_module(tmp_path):
    made = notebook(tmp_path, BODY)
    nbformat.validate(made)
    assert made["metadata"]["devicelab"] == {"course_version": "0.1.0", "module": "m1"}
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    code = [c for c in made["cells"] if c["cell_type"] == "code"]
    assert all(c["outputs"] == [] and c["execution_count"] is None for c in code)


def test_two_builds_give_the_same_bytes_which_nbformat_would_write_too(tmp_path):
    one, two = build(tmp_path, BODY), build(tmp_path, BODY)
    assert one == two
    data = one["module1.ipynb"].decode()
    assert nbformat.writes(nbformat.reads(data, as_version=4)) + "\n" == data


def test_a_new_cell_leaves_the_ids_of_other_sections_alone(tmp_path):
    second = "\n# %% [markdown]\n# ## Second\n\n# %%\ny = 2\n"
    before = {c["id"] for c in notebook(tmp_path, BODY + second)["cells"]}
    after = {c["id"] for c in notebook(tmp_path, BODY + "\n# %%\nnew = 1\n" + second)["cells"]}
    assert after - before == {"a-question-4"}
    assert before <= after


def test_a_solution_region_is_stripped(tmp_path):
    body = f'# %% exercise="m1.q1"\n{STARTER}# BEGIN SOLUTION\n{SOLUTION}# END SOLUTION\n'
    assert notebook(tmp_path, body)["cells"][0]["source"] == STARTER.strip()


EXERCISE = '# %% exercise="m1.q1"\n'


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        (
            EXERCISE + "def answer(y):\n    ...\n",
            10,
            "the starter of m1.q1 differs from the bank's",
        ),
        (EXERCISE + '\n# %% exercise="m1.q9"\n', 11, "the bank has no exercise m1.q9"),
        (EXERCISE + '\n# %%\nx = 1\n# cp.hint("m9.q1")\n', 13, "the text calls m9.q1"),
        (EXERCISE + "\n" + EXERCISE, 11, r"m1.q1 comes twice \(first in line 9\)"),
        (EXERCISE + "\n# %%\ny = 2\n# BEGIN SOLUTION\nx = 1\n", 13, "has no '# END SOLUTION'"),
    ],
)
def test_an_authors_slip_is_refused_with_file_and_line(tmp_path, body, line, told):
    with pytest.raises(Refused, match=rf"module1\.py:{line}: .*{told}"):
        build(tmp_path, body)


def test_an_exercise_without_a_place_is_refused_with_its_file(tmp_path):
    bank = {**BANK, "m1.q2": Entry("Lost", "y = ...\n", where="course/m1/q2.py")}
    with pytest.raises(Refused, match=r"course/m1/q2\.py:1: m1\.q2 has no cell in .*module1\.py"):
        build(tmp_path, BODY, bank=bank)


def test_two_sources_of_one_module_and_a_module_that_is_not_there_are_refused(tmp_path):
    build(tmp_path, BODY)
    (tmp_path / "source" / "other.py").write_text(HEADER + BODY)
    with pytest.raises(Refused, match=r"other\.py:1: module m1 is already in module1\.py"):
        outlines(tmp_path / "source", BANK)
    (tmp_path / "source" / "other.py").unlink()
    with pytest.raises(Refused, match="There is no module m7; there are m1"):
        outlines(tmp_path / "source", BANK, ["m7"])


def test_a_source_without_a_module_and_an_empty_folder_are_refused(tmp_path):
    with pytest.raises(Refused, match="module"):
        build(tmp_path, BODY, header="")
    with pytest.raises(Refused, match="no notebook sources"):
        outlines(tmp_path / "nowhere", BANK)


def test_stale_names_what_differs_is_missing_or_has_no_source(tmp_path):
    notebooks, out = build(tmp_path, BODY), tmp_path / "out"
    assert stale(notebooks, out) == ["module1.ipynb"]
    assert write(notebooks, out) == ["module1.ipynb"]
    assert (stale(notebooks, out), write(notebooks, out)) == ([], [])
    (out / "module1.ipynb").write_bytes(b"{}")
    (out / "module8.ipynb").write_bytes(b"{}")
    assert stale(notebooks, out) == ["module1.ipynb", "module8.ipynb"]
