"""`devicelab.panel()`: a card that each cell brings up to date, in a real kernel; any front end shows it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cards import look
from live_kernel import LiveKernel

import devicelab
from devicelab import static_panel

OPEN = "import devicelab\ndevicelab.panel()"


def only(messages):
    (one,) = messages
    return one


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """One kernel for the tests that leave it as it was."""
    place = tmp_path_factory.mktemp("kernel")
    env = {**os.environ, "IPYTHONDIR": str(place / "ipython"), "OMP_NUM_THREADS": "1"}
    made = LiveKernel(place, env)
    yield made
    made.close()


@pytest.fixture
def opened(live):
    """A kernel in which a panel has just been opened, and what it showed."""
    yield live, only(live.run(OPEN).of("display_data"))
    live.run("devicelab.panel(False); kept = None")


def test_it_shows_the_diagnosis_and_memory_as_html_and_as_text(opened):
    _, shown = opened
    text, html = shown["data"]["text/plain"], shown["data"]["text/html"]
    assert "Memory after the last cell" in text
    assert "This kernel" in text
    assert "devicelab.panel(False)" in text
    assert "Memory after the last cell" in look(html)


def test_each_cell_brings_it_up_to_date_in_place(opened):
    kernel, shown = opened
    told = kernel.run(
        "kept = bytearray(300 * 2**20)\nfor i in range(0, len(kept), 4096): kept[i] = 1"
    )
    update = only(told.of("update_display_data"))
    assert update["transient"]["display_id"] == shown["transient"]["display_id"]
    assert update["data"]["text/plain"] != shown["data"]["text/plain"]
    assert told.of("display_data") == []
    assert told.of("stream") == []


def test_a_call_ends_it_and_the_card_says_so(opened):
    kernel, _ = opened
    last = only(kernel.run("devicelab.panel(False)").of("update_display_data"))
    assert "no longer brought up to date" in last["data"]["text/plain"]
    after = kernel.run(
        "kept = bytearray(300 * 2**20)\nfor i in range(0, len(kept), 4096): kept[i] = 1"
    )
    assert after.of("update_display_data") == []
    hooks = kernel.run(
        "print(len([f for f in get_ipython().events.callbacks['post_run_cell'] if 'Panel' in repr(f)]))"
    )
    assert hooks.stdout.strip() == "0"


def test_a_second_call_moves_it_here(opened):
    kernel, first = opened
    ran = kernel.run("devicelab.panel()")
    second = only(ran.of("display_data"))
    assert second["transient"]["display_id"] != first["transient"]["display_id"]
    (closed, *_) = ran.of("update_display_data")
    assert closed["transient"]["display_id"] == first["transient"]["display_id"]
    told = kernel.run(
        "kept = bytearray(300 * 2**20)\nfor i in range(0, len(kept), 4096): kept[i] = 1"
    )
    ids = {c["transient"]["display_id"] for c in told.of("update_display_data")}
    assert ids == {second["transient"]["display_id"]}


def test_a_cell_that_fails_is_followed_too_and_nothing_is_added_to_it(opened):
    kernel, _ = opened
    told = kernel.run(
        "kept = bytearray(300 * 2**20)\nfor i in range(0, len(kept), 4096): kept[i] = 1\n1 / 0"
    )
    assert only(told.of("error"))["ename"] == "ZeroDivisionError"
    assert len(told.of("update_display_data")) == 1


def test_torch_is_imported_on_demand_only(kernel):
    kernel.run(OPEN)
    assert kernel.run("import sys; print('torch' in sys.modules)").stdout.strip() == "False"
    shown = kernel.run("devicelab.panel(import_torch=True)").of("display_data")
    assert kernel.run("print('torch' in sys.modules)").stdout.strip() == "True"
    text = only(shown)["data"]["text/plain"]
    assert "torch can use" in text or "PyTorch computes on the CPU" in text


def test_an_update_that_breaks_is_kept_from_the_learners_cell(opened):
    kernel, _ = opened
    kernel.run(
        "from devicelab import static_panel\nforms, static_panel.forms = static_panel.forms, None"
    )
    told = kernel.run("x = 1")
    kernel.run("static_panel.forms = forms")
    assert told.reply["status"] == "ok"
    assert told.of("stream") == []


def test_outside_a_notebook_it_is_printed_once():
    code = "import devicelab; devicelab.panel(); devicelab.panel(False)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.count("Memory after the last cell") == 1


def test_colab_is_told_how_to_get_a_gpu(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    (told,) = static_panel._place()
    import torch

    here = torch.accelerator.is_available()
    assert ("has a GPU" if here else "Change runtime type") in told
    monkeypatch.delitem(sys.modules, "google.colab")
    assert static_panel._place() == []


def test_what_was_not_reported_is_left_out():
    assert static_panel.memory_rows({"rss": 2**30, "allocated": None}) == [
        ("This kernel", "1.00 GiB")
    ]


def test_it_stays_callable_under_its_name():
    assert callable(devicelab.panel)
    assert callable(devicelab.panel)


def test_what_to_change_is_said_with_the_diagnosis():
    made = static_panel.forms({}, ["Change the runtime."], "Last.")
    text = made["text/plain"]
    assert text.index("Change the runtime.") < text.index("\n\n")
    assert text.endswith("Last.")
    html = look(made["text/html"])
    assert html.index("Change the runtime.") < html.index("Facts")
