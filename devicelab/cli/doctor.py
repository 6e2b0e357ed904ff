"""Say what machine this is and which device PyTorch would use here.

This is a process of its own, so it imports torch itself to find out (some seconds).
--no-torch leaves that out; then the device can't be told.

Code 0: torch could be asked, or was left out on purpose. Code 1: it is missing or broken.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

HELP = "say what machine this is and which device PyTorch would use"

_BACKENDS = {"mps": "MPS (Apple GPU)", "cuda": "CUDA (NVIDIA GPU)", "xpu": "XPU (Intel GPU)"}
_GIB = 2**30
_LONGEST_ERROR = 300


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``doctor`` takes."""
    parser.add_argument(
        "--json", action="store_true", help="print the report as JSON (protocol/report.schema.json)"
    )
    parser.add_argument("--no-torch", action="store_true", help="do not import torch")


def run(args: argparse.Namespace) -> int:
    """Print the report; return 1 if torch was wanted and can't be used."""
    error = "" if args.no_torch else _torch_error()
    report = _report(error)
    if args.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(report, error)))
    return 1 if error else 0


def _torch_error() -> str:
    """Import torch and return ``""``, or the last line of what went wrong."""
    try:
        import torch  # noqa: F401
    except Exception as error:  # noqa: BLE001  (a broken torch raises anything at all)
        last = (str(error).strip().splitlines() or [""])[-1].strip()
        return f"{type(error).__name__}: {last}"[:_LONGEST_ERROR]
    return ""


def _report(error: str) -> dict[str, Any]:
    from devicelab import agent

    report = dict(agent.report())
    torch = report["torch"]
    # The failed import left no trace that the agent could see, but this process knows of it.
    if error and torch["state"] == "installed":
        report["torch"] = {**torch, "state": "broken", "error": error}
    return report


def lines(report: dict[str, Any], error: str) -> list[str]:
    """Return ``report`` as text for a terminal, the device first."""
    chip, system, python = report["chip"], report["os"], report["python"]
    rows = {
        "machine": _joined(chip["name"], _cores(chip), _gib(report["memory_total"])),
        "system": f"{system['label']} ({python['machine']})",
        "python": f"{python['version']}  {sys.executable}",
        "torch": _torch(report["torch"]),
    }
    rows.update({_BACKENDS[name]: _backend(report["backends"][name]) for name in _BACKENDS})
    width = max(map(len, rows)) + 2
    return [_device_sentence(report, error), ""] + [f"{k:<{width}}{v}" for k, v in rows.items()]


def _device_sentence(report: dict[str, Any], error: str) -> str:
    device, state = report["device"], report["torch"]["state"]
    if state == "absent":
        return 'PyTorch is not installed here: pip install "devicelab[lab]"'
    if error:
        return f"PyTorch is installed but can't be imported. It says: {error}"
    if device is None:
        return "Which device PyTorch would use is not known: torch was not imported."
    if device == "cpu":
        return "PyTorch would use the CPU here: it finds no accelerator that it can use."
    return f"PyTorch would use {_BACKENDS[device]} here{_accelerator(report['accelerator'])}."


def _accelerator(accelerator: dict[str, Any] | None) -> str:
    if not accelerator:
        return ""
    cores = accelerator["cores"]
    told = _joined(accelerator["name"], cores and f"{cores} cores", _gib(accelerator["memory"]))
    return f": {told}" if told != "not reported" else ""


def _cores(chip: dict[str, Any]) -> str:
    kinds = " + ".join(f"{kind['count']} {kind['name']}" for kind in chip["cores"])
    threads = chip["threads"] and f"{chip['threads']} threads"
    return f"{kinds} cores" if kinds else threads or ""


def _gib(size: int | None) -> str:
    return f"{size / _GIB:.1f} GiB" if size else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part) or "not reported"


def _torch(torch: dict[str, Any]) -> str:
    states = {
        "absent": "not installed",
        "installed": "installed, not imported",
        "importing": "being imported",
        "loaded": "",
        "broken": "can't be imported",
    }
    return _joined(torch["version"], states[torch["state"]])


def _backend(backend: dict[str, Any]) -> str:
    if backend["built"] is None:
        return "not reported"
    if not backend["built"]:
        return "not in this torch build"
    words = {True: "available", False: "in this build, but no device to use", None: "in this build"}
    return words[backend["available"]]
