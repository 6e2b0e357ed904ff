"""What is said of a trust check: sentences, and a text for an issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devicelab.diagnosis import Diagnosis
from devicelab.diagnosis.sheet import command_lines

from .compare import Finding, Trust

_OPEN = "https://github.com/pytorch/pytorch/issues/new"
_STOPPED = "So torch can't say which accelerator it has here, or can't be set for a comparison; your own code will meet the same error."
_RESTART = (
    "Restart the kernel and try again; `devicelab doctor` says what is known of this machine."
)


def headline(trust: Trust) -> str:
    """Say in one sentence what came of it."""
    if trust.lack:
        return f"Nothing was compared: {trust.lack.headline}."
    if trust.stopped:
        return "Nothing was compared: torch raised an error before the first comparison."
    name = f"{trust.device} (simulated)" if trust.sim else trust.device
    told = {
        "nothing": "There is nothing to compare: PyTorch has only the CPU here.",
        "not_run": f"No comparison could be run on {name}.",
        "agrees": f"{name} agrees with the CPU on this machine, in "
        f"{len(trust.of('agrees'))} of {len(trust.findings)} comparisons.",
        "differs": f"{name} computes something else than the CPU, in "
        f"{len(trust.of('differs'))} of {len(trust.findings)} comparisons.",
    }
    return told[trust.status]


def remarks(trust: Trust) -> list[str]:
    """Say what differs, what could not be run, and what that means."""
    if trust.lack:
        return _lack(trust.lack)
    if trust.stopped:
        return [f"It said: {trust.stopped}", _STOPPED, _RESTART]
    lines = [_differs(f) for f in trust.of("differs")] + [_not_run(f) for f in trust.of("not_run")]
    if trust.status == "agrees":
        lines.append(
            "These are the shapes of faults that were reported before; other operations were not looked at."
        )
    if trust.status == "differs":
        lines.append(
            "Your code may be right and this backend wrong. Run the same step on the CPU before you look for a mistake of yours."
        )
    if trust.sim:
        lines.append("The device is simulated: this says nothing about a real Mac.")
    return lines


def _lack(found: Diagnosis) -> list[str]:
    said = [f"{e.name}: {e.value}" for e in found.evidence if e.name == "import torch"]
    told = [found.what, *said, found.why, *([found.act] if found.act else [])]
    return [*told, *command_lines(found.command)]


def _differs(finding: Finding) -> str:
    check = finding.check
    return f"`{check.op}` on {check.shape}: off by {_number(finding.difference)}, where rounding explains {_number(check.limit)}. Seen before: {check.seen} ({check.source})."


def _not_run(finding: Finding) -> str:
    return (
        f"`{finding.check.op}` on {finding.check.shape} could not be run. It said: {finding.reason}"
    )


def _number(value: float | None) -> str:
    if value is None:
        return "an unknown amount"
    return "more than any number" if value == float("inf") else f"{value:.2g}"


def issue_text(trust: Trust, report: Mapping[str, Any]) -> str | None:
    """Give a text to paste into an issue of PyTorch's; None where nothing differs."""
    wrong = trust.of("differs")
    if not wrong or trust.sim:
        return None
    chip, system, torch = report["chip"]["name"], report["os"]["label"], report["torch"]["version"]
    lines = [
        f"### Silent wrong results on `{trust.device}`",
        "",
        f"torch {torch}, {chip or 'chip not reported'}, {system}, Python {report['python']['version']}",
        "",
        "Compared with the CPU on the same inputs (`torch.randn`, seed 7), largest difference relative to max(1, |expected|):",
        "",
    ]
    for finding in wrong:
        check = finding.check
        lines += [
            f"- `{check.code}` with {check.shape}: {_number(finding.difference)} (limit {_number(check.limit)}); like {check.source}",
        ]
    return "\n".join([*lines, "", f"Found by `devicelab trust`. New issue: {_OPEN}"])


def as_json(trust: Trust, report: Mapping[str, Any]) -> dict[str, Any]:
    """Give the form of protocol/trust.schema.json."""
    return {
        "v": 1,
        "kind": "trust",
        "status": trust.status,
        "device": trust.device,
        "sim": trust.sim,
        "seconds": round(trust.seconds, 4),
        "headline": headline(trust),
        "remarks": [line[:1000] for line in remarks(trust)][:32],
        "findings": [_finding(f) for f in trust.findings],
        "issue": issue_text(trust, report),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    gap = finding.difference
    return {
        "id": finding.check.id,
        "op": finding.check.op,
        "shape": finding.check.shape,
        "status": finding.status,
        # JSON has no infinity: 1e308 stands for "more than any number".
        "difference": None if gap is None else min(gap, 1e308),
        "limit": finding.check.limit,
        "source": finding.check.source,
    }
