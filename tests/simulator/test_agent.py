"""The agent's report of a simulated machine."""

from __future__ import annotations

from devicelab import agent


def test_the_report_is_the_simulated_machine_s_and_says_so(mac, validate):
    report = agent.report()
    validate("report", report)
    assert report["sim"] is True
    assert report["chip"]["name"] == "Apple M2 (simulated)"
    assert report["os"] == {"system": "Darwin", "label": "macOS 15.5", "version": "15.5"}
    assert report["host"]["translated"] is False
    assert (report["device"], report["memory_total"]) == ("mps", 16 * 2**30)
    mac.stop()
    assert agent.report()["sim"] is False
