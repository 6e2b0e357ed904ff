"""Module 1 from its first cell to its last: untouched, solved, on a simulated Mac, and misused."""

from __future__ import annotations

import json
import re

import jsonschema
import nbformat
import pytest
import torch
from lesson import (
    ROOT,
    answered,
    executed,
    lesson,
    outputs,
    pictures,
    printed,
    quicker,
    raised,
    simulated,
)
from lesson import verdicts as found_in

from devicelab.checkpoint import bank

RIGHT = ("passed", "passed_cpu")
MAC = "M2 Air 16 GB"
ITEMS = [item for item in bank.items() if item.startswith("m1.")]
# Less to time, and no pause for eyes.
QUICKER = {
    "cifar_like(64)": "cifar_like(8)",
    "cifar.pictures(64)": "cifar.pictures(8)",
    "seconds=10": "seconds=0, least=3",
    "budget=0.2)": "budget=0.02)",
    "time.sleep(1.5)": "time.sleep(0)",
}


def fresh():
    return quicker(lesson("module1"), QUICKER)


def solved():
    """Every starter filled in with the reference, and the prediction and the note with words."""
    notebook = answered(fresh())
    for cell in notebook.cells:
        if cell.id == "m1-p1-starter":
            cell.source = 'cp.predict("m1.p1", step=3, small=1)'
        cell.source = cell.source.replace('my_note = ""', 'my_note = "the small product"')
    return notebook


@pytest.fixture(scope="module", params=["", MAC], ids=["here", "simulated"])
def machine(request):
    return request.param


@pytest.fixture(scope="module")
def untouched(machine, tmp_path_factory):
    return executed(fresh(), tmp_path_factory.mktemp("untouched"), **simulated(machine))


def test_untouched_nothing_raises_and_every_check_says_unattempted(untouched, machine):
    schema = json.loads((ROOT / "protocol" / "verdict.schema.json").read_text())
    found = found_in(untouched)
    assert raised(untouched) == []
    assert set(found) == {"m1.p1", *ITEMS}
    for verdict in found.values():
        jsonschema.validate(verdict, schema)
        assert (verdict["outcome"], verdict["attempt"]) == ("unattempted", 0)
    # What no machine took part in, a prediction not made yet, names none.
    assert {found[item]["sim"] for item in ITEMS} == {bool(machine)}


def test_untouched_each_cell_that_needs_an_answer_says_which(untouched, machine):
    said = printed(untouched)
    for item in ("m1.q1", "m1.q4", "m1.q5", "m1.q6", "m1.q7"):
        assert f"first ({item}): this cell uses what you write there." in said
    assert ("is simulated" if machine else "yours, ") in printed(untouched, "run-it")
    assert len(pictures(untouched)) >= (2 if machine else 4)


def test_solved_every_check_passes_and_each_section_draws(tmp_path):
    book = executed(solved(), tmp_path)
    assert raised(book) == []
    outcomes = {item: verdict["outcome"] for item, verdict in found_in(book).items()}
    assert set(outcomes.values()) <= {*RIGHT, "passed"}
    assert len(outcomes) == 8
    assert "Parameters: 23,528,522" in printed(book, "your-epoch")
    assert "6 times overall, with a part made 8 times faster: 95.2% of the time." in printed(
        book, "the-claim"
    )
    place = "accelerator" if torch.cuda.is_available() else "cpu"
    assert re.search(f"with these numbers: ({place}|cloud)\n", printed(book, "your-own-job"))
    assert '"item": "m1.q' in printed(book, "key-benefits")
    assert len(pictures(book)) >= 13


def test_solved_on_a_simulated_mac_every_check_passes_and_no_time_is_told(tmp_path):
    book = executed(solved(), tmp_path, DEVICELAB_SIMULATE=MAC)
    assert raised(book) == []
    found = found_in(book)
    assert [v for v in found.values() if v["outcome"] not in RIGHT] == []
    assert all(v["sim"] for v in found.values() if ".q" in v["item"])
    assert found["m1.q3"]["device"]["type"] == "mps"
    assert "Which device am I on? mps" in printed(book, "which-device")
    for start in ("run-it", "your-own-roofline", "performance-comparison"):
        assert "is simulated" in printed(book, start)
        assert " ms" not in printed(book, start)


def misused():
    """The cells of a learner who did much at once, after a restart: see the test's name."""
    notebook = solved()
    by_id = {cell.id: cell for cell in notebook.cells}
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
    book = executed(misused(), tmp_path)
    said = printed(book, "c")
    assert raised(book) == []
    assert "pick_device is not defined. Run your cell of m1.q1" in said
    assert "roofline is not defined. Run your cell of m1.q4" in said
    assert "recommend is not defined. Run your cell of m1.q7" in said
    assert "overall is not defined. Run your cell of m1.q6" in said
    assert "epoch_estimate is not defined. Run your cell of m1.q5" in said
    found = found_in(book)
    assert found["m1.q7"]["attempt"] == 2
    for item, name in {"m1.q6": "`overall`", "m1.q5": "`epoch_estimate`"}.items():
        assert found[item]["outcome"] == "unattempted"
        assert name in found[item]["what"]
    assert f"1 of {len(bank.items())} exercises done" in str(outputs(book)[-1])


def test_with_torch_and_nothing_else_it_says_in_words_what_it_would_draw(tmp_path):
    book = executed(solved(), tmp_path, absent=("numpy", "matplotlib", "psutil"))
    # Without NumPy torch itself warns, at its import.
    assert [o for _, o in raised(book) if o.output_type == "error"] == []
    found = found_in(book)
    assert {v["outcome"] for v in found.values()} <= {*RIGHT, "passed"}
    assert len(found) == 8
    assert len(pictures(book)) == 0
    # On a GPU what was moved has a storage of its own.
    assert f"tensors in {3 if torch.cuda.is_available() else 2} storages" in str(outputs(book))
