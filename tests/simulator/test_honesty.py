"""Whatever is said of a simulated Mac says that it is one: in every form, to everyone."""

from __future__ import annotations

import json

import pytest
from live_kernel import ROOT

from devicelab import agent, cp
from devicelab.checkpoint import bank, display, explained, progress, receipts, short_code
from devicelab.checkpoint.answer import run_source
from devicelab.diagnosis.issue import issue_text

LABEL = "Simulated Mac: not verified on a real one."
MODEL = "Simulated Mac: numbers are a model."


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DEVICELAB_HOME", str(tmp_path / ".devicelab"))


def _verdict(item):
    exercise = bank.exercise(item)
    names = run_source(exercise.reference, f"test:{item}")
    return cp.check(item, return_result=True, **{name: names[name] for name in exercise.needs})


@pytest.mark.parametrize("item", ["m1.q1", "m1.q3"])
def test_a_verdict_says_so_as_text_html_and_data(mac, item):
    verdict = _verdict(item)
    assert verdict.passed
    assert LABEL in display.as_text(verdict)
    assert LABEL in display.as_html(verdict)
    assert "passed on mps" not in verdict.text
    assert verdict.as_json()["sim"] is True
    assert verdict.device["name"].endswith("(simulated)")


def test_what_depends_on_the_device_passed_on_a_simulated_mac(mac):
    assert _verdict("m1.q3").headline.endswith("passed on a simulated Mac")


def test_the_page_is_told_what_a_pass_is_proved_on(mac):
    assert _verdict("m1.q3").as_json()["proved_on"] == "mps"
    assert _verdict("m1.q1").as_json()["proved_on"] is None


def test_progress_and_short_code_tell_it_from_a_real_pass(mac, capsys):
    _verdict("m1.q3")
    (told,) = progress.outcomes()
    assert (told["outcome"], told["sim"]) == ("passed", True)
    row = next(row for row in progress.rows()[0] if row.item == "m1.q3")
    assert "passed on a simulated Mac" in progress.bundle([row], [])["text/plain"]
    said = short_code.read(short_code.made(receipts.read()[0], "blue heron"))
    assert (said.outcomes, said.simulated) == ({"m1.q3": "passed"}, {"m1.q3"})


@pytest.mark.parametrize("simulated", [(True, False), (False, True)])
def test_a_real_pass_stands_before_a_simulated_one(simulated):
    def kept(sim):
        device = {"type": "mps" if sim else "cuda"}
        return {"item": "m1.q3", "outcome": "passed", "device": device, "sim": sim}

    best = progress.best_of(map(kept, simulated))
    assert best["m1.q3"]["device"]["type"] == "cuda"


def test_no_receipt_from_it_is_one_of_a_mac(mac):
    _verdict("m1.q3")
    mac.stop()
    _verdict("m1.q6")
    there, here = receipts.read()[0]
    assert (there["sim"], there["lane"]) == (True, "simulated")
    assert there["device"]["name"] == "Apple M2 (simulated)"
    assert (here["sim"], here["lane"]) != (True, "simulated")
    assert here["sim"] is False


def test_a_verdict_after_it_says_nothing_of_it(mac):
    mac.stop()
    verdict = _verdict("m1.q6")
    assert "imulated" not in verdict.text
    assert verdict.as_json()["sim"] is False


def test_the_doctor_says_so_in_every_form(mac):
    card = explained.doctor_card()
    assert card["text/plain"].splitlines()[1].strip() == MODEL
    assert MODEL in card["text/html"]
    report = agent.report()
    assert MODEL in issue_text(report).splitlines()
    mac.stop()
    assert "imulated" not in json.dumps(explained.doctor_card())
    assert MODEL not in issue_text(agent.report())


def test_the_label_of_the_panel_and_of_the_page_are_the_same_words():
    card = (ROOT / "src/view/verdictCard.tsx").read_text(encoding="utf-8")
    assert all(label in card for label in display.NOT_REAL.values())
    assert MODEL.rstrip(".") in (ROOT / "src/view/verdict.tsx").read_text(encoding="utf-8")
