"""The doctor on recorded Macs: what is dear to learn about them, it asks for by itself."""

from __future__ import annotations

import json

import pytest
from recorded_mac import load, pretend, torch_of

from devicelab.checkpoint import explained
from devicelab.cli.program import main
from devicelab.diagnosis import facts


def without_metal():
    """An M2 whose session has no GPU that supports Metal."""
    fixture = load("m2")
    fixture["torch"]["available"] = False
    del fixture["system_profiler"]["SPDisplaysDataType"][0]["spdisplays_mtlgpufamilysupport"]
    return fixture


def test_a_mac_without_a_metal_device_is_told_so_by_every_doctor(monkeypatch, capsys):
    fixture = without_metal()
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        asked = (["doctor"], ["doctor", "--report"], ["doctor", "--json"])
        told = []
        for words in asked:
            assert main(words) == 0
            told.append(capsys.readouterr().out)
        card = explained.doctor_card()["text/plain"]
    assert "macOS offers this process no Metal device." in told[0]
    assert "diagnosis: no-metal-device" in told[1]
    assert json.loads(told[2])["diagnosis"]["code"] == "no-metal-device"
    assert "macOS offers this process no Metal device." in card


def test_cp_doctor_asks_by_itself(monkeypatch):
    fixture = without_metal()
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        assert "no Metal device" in explained.doctor_card()["text/plain"]


def test_what_is_dear_to_learn_about_a_mac_is_among_its_facts(monkeypatch, capsys):
    fixture = load("m4")
    fixture["commands"] = {
        "pmset -g": " lowpowermode         1\n",
        "pmset -g therm": "\tCPU_Speed_Limit \t= 54\n",
    }
    with torch_of(fixture):
        pretend(monkeypatch, fixture)
        assert main(["doctor"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for words in ("10 GPU cores", "Metal Metal 3", "low power mode on", "heat slows the processor"):
        assert words in out


@pytest.mark.parametrize("value", [None, 0, 1, [], {}, "nonsense"])
def test_a_strange_word_for_power_or_heat_is_no_row_or_is_shown_as_it_is(value):
    rows = facts.mac_rows({"host": {"metal": value, "low_power": value, "thermal": value}})
    assert {text for _, text in rows} <= {value if isinstance(value, str) else None}
