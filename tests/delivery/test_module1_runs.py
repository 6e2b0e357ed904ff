"""Module 1 from its first cell to its last: untouched, solved, on a simulated Mac, and misused."""

from __future__ import annotations

import json
import os
import pathlib
import re

import jsonschema
import nbclient
import nbformat
import pytest
import torch

from devicelab.checkpoint import bank

ROOT = pathlib.Path(__file__).parents[2]
VERDICT = "application/vnd.devicelab.verdict+json"
RIGHT = ("passed", "passed_cpu")
MAC = "M2 Air 16 GB"
ITEMS = [item for item in bank.items() if item.startswith("m1.")]
TORCH_ALONE = """
import importlib.machinery as machinery

found = machinery.PathFinder.find_spec


def find_spec(name, path=None, target=None):
    absent = name.split(".")[0] in ("numpy", "matplotlib", "psutil")
    return None if absent else found(name, path, target)


machinery.PathFinder.find_spec = staticmethod(find_spec)
"""


def fresh():
    return nbformat.read(ROOT / "notebooks" / "learner" / "module1.ipynb", as_version=4)


def hurried(notebook):
    """The same without the pauses for eyes, and with as few steps of ResNet-50 as there can be."""
    (timed,) = [cell for cell in notebook.cells if "seconds=10" in cell.source]
    timed.source = timed.source.replace("seconds=10", "seconds=0")
    (paused,) = [cell for cell in notebook.cells if "time.sleep(1.5)" in cell.source]
    paused.source = paused.source.replace("time.sleep(1.5)", "time.sleep(0)")
    return notebook


def solved(notebook):
    """Fill in every starter with the reference, and the prediction and the note with words."""
    answers = {f"{i.replace('.', '-')}-starter": bank.exercise(i).reference for i in ITEMS}
    answers["m1-p1-starter"] = 'cp.predict("m1.p1", step=3, small=1)'
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
        cell.source = cell.source.replace('my_note = ""', 'my_note = "the small product"')
    return notebook


def executed(notebook, home, allow_errors=False, **more):
    client = nbclient.NotebookClient(
        notebook,
        timeout=240,
        allow_errors=allow_errors,
        resources={"metadata": {"path": str(home)}},
    )
    places = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home / "ipython"), "OMP_NUM_THREADS": "1"}
    env = {k: v for k, v in os.environ.items() if k not in ("DEVICELAB_HOME", "DEVICELAB_SIMULATE")}
    return client.execute(env={**env, **places, **more})


def outputs(notebook):
    return [(cell.id, output) for cell in notebook.cells for output in cell.get("outputs", [])]


def bad(notebook):
    return [
        (name, output)
        for name, output in outputs(notebook)
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def verdicts(notebook):
    return {
        output.data[VERDICT]["item"]: output.data[VERDICT]
        for _, output in outputs(notebook)
        if VERDICT in output.get("data", {})
    }


def printed(notebook, start):
    return "".join(o.get("text", "") for name, o in outputs(notebook) if name.startswith(start))


def pictured(notebook):
    html = [o.data.get("text/html", "") for _, o in outputs(notebook) if "data" in o]
    return sum("<img alt=" in text for text in html)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    return executed(hurried(fresh()), tmp_path_factory.mktemp("untouched"))


def test_untouched_nothing_raises_and_every_check_says_unattempted(untouched):
    schema = json.loads((ROOT / "protocol" / "verdict.schema.json").read_text())
    found = verdicts(untouched)
    assert bad(untouched) == []
    assert set(found) == {"m1.p1", *ITEMS}
    for verdict in found.values():
        jsonschema.validate(verdict, schema)
        assert verdict["outcome"] == "unattempted"


def test_untouched_each_cell_that_needs_an_answer_says_which(untouched):
    said = "".join(printed(untouched, ""))
    for item in ("m1.q1", "m1.q4", "m1.q5", "m1.q6", "m1.q7"):
        assert f"first ({item}): this cell uses what you write there." in said
    assert "yours, " in printed(untouched, "run-it")
    assert pictured(untouched) >= 4


def test_solved_every_check_passes_and_each_section_draws(tmp_path):
    book = executed(solved(hurried(fresh())), tmp_path)
    assert bad(book) == []
    outcomes = {item: verdict["outcome"] for item, verdict in verdicts(book).items()}
    assert set(outcomes.values()) <= {*RIGHT, "passed"}
    assert len(outcomes) == 8
    assert "Parameters: 23,528,522" in printed(book, "your-epoch")
    assert "6 times overall, with a part made 8 times faster: 95.2% of the time." in printed(
        book, "the-claim"
    )
    place = "accelerator" if torch.cuda.is_available() else "cpu"
    assert re.search(f"with these numbers: ({place}|cloud)\n", printed(book, "your-own-job"))
    assert '"item": "m1.q' in printed(book, "key-benefits")
    assert pictured(book) >= 13


def test_solved_on_a_simulated_mac_every_check_passes_and_no_time_is_told(tmp_path):
    book = executed(solved(hurried(fresh())), tmp_path, DEVICELAB_SIMULATE=MAC)
    assert bad(book) == []
    found = verdicts(book)
    assert [v for v in found.values() if v["outcome"] not in RIGHT] == []
    assert all(v["sim"] for v in found.values() if ".q" in v["item"])
    assert found["m1.q3"]["device"]["type"] == "mps"
    assert "Which device am I on? mps" in printed(book, "which-device")
    for start in ("run-it", "your-own-roofline", "performance-comparison"):
        assert "is simulated" in printed(book, start)
        assert " ms" not in printed(book, start)


def misused(notebook):
    """The cells of a learner who did much at once, after a restart: see the test's name."""
    by_id = {cell.id: cell for cell in solved(notebook).cells}
    renamed = by_id["m1-q6-starter"]
    renamed.source = renamed.source.replace("def overall", "def my_overall")
    half = by_id["m1-q5-starter"]
    half.source = half.source.replace("def epoch_estimate", "def epoch_estimates")
    twice = nbformat.from_dict({**by_id["m1-q7-check"], "id": "copy"})
    wanted = [
        "which-device-am-i-on-2",  # before pick_device
        "your-own-roofline-2",  # before its imports and its answer
        by_id["m1-q1-starter"].id,  # and its check is deleted
        "which-device-am-i-on-2",
        "your-own-job-2",  # before its answer
        "m1-q6-starter",
        "the-claim-drawn-by-your-functions-2",  # renamed
        "m1-q5-starter",
        "your-epoch-with-its-interval-2",  # half
        "m1-q7-starter",
        "first",
        "m1-q7-check",
        "copy",
        "m1-q6-check",
        "m1-q5-check",
        "your-own-job-2",
        "what-to-keep-3",
    ]
    by_id["copy"] = twice
    by_id["first"] = nbformat.v4.new_code_cell("from devicelab import cp")
    notebook.cells = [nbformat.from_dict({**by_id[n], "id": f"c{k}"}) for k, n in enumerate(wanted)]
    return notebook


def test_out_of_order_renamed_half_deleted_and_copied_each_gets_a_sentence(tmp_path):
    book = executed(misused(fresh()), tmp_path, allow_errors=True)
    said = printed(book, "c")
    assert bad(book) == []
    assert "pick_device is not defined. Run your cell of m1.q1" in said
    assert "roofline is not defined. Run your cell of m1.q4" in said
    assert "recommend is not defined. Run your cell of m1.q7" in said
    assert "overall is not defined. Run your cell of m1.q6" in said
    assert "epoch_estimate is not defined. Run your cell of m1.q5" in said
    found = verdicts(book)
    assert found["m1.q7"]["attempt"] == 2
    for item, name in {"m1.q6": "`overall`", "m1.q5": "`epoch_estimate`"}.items():
        assert found[item]["outcome"] == "unattempted"
        assert name in found[item]["what"]
    assert f"1 of {len(bank.items())} exercises done" in str(outputs(book)[-1])


def test_with_torch_and_nothing_else_it_says_in_words_what_it_would_draw(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(TORCH_ALONE)
    book = solved(hurried(fresh()))
    book.cells = [c for c in book.cells if "step_times" not in c.source]  # to save half a minute
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    book = executed(book, tmp_path, allow_errors=True, PYTHONPATH=path)
    found = verdicts(book)
    assert {v["outcome"] for v in found.values()} <= {*RIGHT, "passed"}
    assert len(found) == 8
    assert pictured(book) == 0
    # On a GPU what was moved has a storage of its own.
    assert f"tensors in {3 if torch.cuda.is_available() else 2} storages" in str(outputs(book))
