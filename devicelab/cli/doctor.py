"""Say what machine this is, which device PyTorch would use here, and why.

This is a process of its own, so it imports torch itself to find out (some seconds)
and adds two numbers on the accelerator. --no-torch leaves that out; then the device
can't be told.

Code 0: torch could be asked, or was left out on purpose. Code 1: it is missing or
broken, or the accelerator that it offers fails.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

HELP = "say what machine this is, which device PyTorch would use, and why"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``doctor`` takes."""
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--json",
        action="store_true",
        help="print report (protocol/report.schema.json) and diagnosis as JSON",
    )
    forms.add_argument(
        "--report",
        action="store_true",
        help="print a text to paste into an issue: no names, paths or serial numbers",
    )
    parser.add_argument("--no-torch", action="store_true", help="do not import torch")


def run(args: argparse.Namespace) -> int:
    """Print what was found; return 1 if torch was wanted and can't be used."""
    from devicelab.diagnosis.importing import import_error

    error = "" if args.no_torch else import_error()
    first_add = None if args.no_torch or error else _first_add()
    report = _report(error)
    _print(args, {**report, "first_add": first_add} if first_add else report)
    missing = not args.no_torch and report["torch"]["state"] != "loaded"
    return 1 if missing or (first_add and not first_add["works"]) else 0


def _first_add() -> dict[str, Any] | None:
    """Add two numbers on the accelerator; None where there is none.

    A device can be offered and still take no tensor (pytorch#125197); and what
    the agent leaves alone in a kernel, the limits of MPS, can be read after it.
    """
    from devicelab.checkpoint.device import best_device
    from devicelab.diagnosis.importing import named

    try:
        device = best_device()
        if device.type == "cpu":
            return None
        import torch

        return {"works": (torch.ones(1, device=device) + 1).item() == 2, "error": None}  # noqa: PLR2004
    except Exception as error:  # noqa: BLE001  (whatever a driver raises is an answer)
        return {"works": False, "error": named(error)}


def _report(error: str) -> dict[str, Any]:
    from devicelab import agent
    from devicelab.agent import graphics
    from devicelab.diagnosis.importing import with_error

    graphics.look()
    return with_error(agent.report(), error)


def _print(args: argparse.Namespace, facts: dict[str, Any]) -> None:
    from devicelab.checkpoint import display
    from devicelab.diagnosis import diagnose
    from devicelab.diagnosis.issue import issue_text
    from devicelab.diagnosis.sheet import sheet

    if args.json:
        report = {name: value for name, value in facts.items() if name != "first_add"}
        found = {"report": report, "diagnosis": diagnose(facts).as_json()}
        whole = {**found, "first_add": facts.get("first_add")}
        # ASCII: a pipe may have any encoding.
        text = json.dumps(whole, indent=2)
    else:
        text = (
            issue_text(facts) if args.report else "\n".join([*sheet(facts).lines(), *_more(facts)])
        )
    display.show({"text/plain": text})


def _more(facts: dict[str, Any]) -> list[str]:
    """Return what the message means that torch gave here, where that is known."""
    from devicelab.diagnosis import explain

    said = (facts.get("first_add") or {}).get("error") or facts["torch"].get("error") or ""
    found = explain(said)
    return ["", found.title, f"  {found.what} {found.why}", f"  {found.act}"] if found.known else []
