"""A report as rows of text: what the machine is, and which limits its memory has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conditions import fact

UNKNOWN = "not reported"
_BACKENDS = {"mps": "MPS (Apple GPU)", "cuda": "CUDA (NVIDIA GPU)", "xpu": "XPU (Intel GPU)"}
_STATES = {
    "absent": "not installed",
    "installed": "installed, not imported",
    "importing": "being imported",
    "loaded": "",
    "broken": "can't be imported",
}
_MAC: dict[str, tuple[str, dict[Any, str]]] = {
    "host.metal": ("Metal", {False: "no GPU that has it"}),
    "host.low_power": ("low power mode", {True: "on", False: "off"}),
    "host.thermal": ("heat", {"nominal": "holds nothing back", "throttled": "slows the processor"}),
}
_UNITS = (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10))


def fact_rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the machine, the system and torch are; what is missing is "not reported"."""
    rows = [
        ("machine", _machine(report)),
        ("system", _system(report)),
        ("python", _text(report, "python.version")),
        ("torch", _torch(report)),
    ]
    rows += [(name, _backend(report, key)) for key, name in _BACKENDS.items()]
    rows += [("GPU", name) for name in _gpus(report)]
    rows += (
        [("NVIDIA driver", _text(report, "cuda.driver"))] if _known(report, "cuda.driver") else []
    )
    return rows + variable_rows(report)


def mac_rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a Mac's Metal, power mode and heat, as far as they are known."""
    rows = []
    for path, (name, words) in _MAC.items():
        value = fact(report, path)
        # A report may hold anything: only what is a word or a truth value can be looked up.
        text = words.get(value, value) if isinstance(value, (bool, str)) else None
        if isinstance(text, str):
            rows.append((name, text))
    return rows


def limit_rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the memory limits that can stop a cell, in GiB, the widest first."""
    rows = [("machine memory", _bytes(report, "memory_total"))]
    if _known(report, "host.memory_limit"):
        rows.append(("container limit", _bytes(report, "host.memory_limit")))
    if _known(report, "accelerator.memory"):
        rows.append(("GPU memory", _bytes(report, "accelerator.memory")))
    if fact(report, "device") == "mps":
        rows += [
            ("torch's hard limit", _bytes(report, "mps.limit")),
            ("recommended by Metal", _bytes(report, "mps.recommended")),
            ("largest single buffer", _bytes(report, "mps.largest_buffer")),
        ]
    return rows


def variable_rows(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the variables of torch's that are set, and whether they came too late."""
    listed = fact(report, "variables")
    entries = [v for v in listed if isinstance(v, Mapping)] if isinstance(listed, list) else []
    return [(str(v.get("name")), _variable(v)) for v in entries]


def _variable(entry: Mapping[str, Any]) -> str:
    late = " (set too late to count)" if entry.get("late") is True else ""
    return f"{entry.get('value')}{late}"


def gib(size: Any) -> str:
    """Return a number of bytes in GiB, MiB or KiB with one decimal; "not reported" for no number."""
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        return UNKNOWN
    unit, scale = next(((u, s) for u, s in _UNITS if size >= s), ("bytes", 1))
    return f"{size / scale:.1f} {unit}" if scale > 1 else f"{size} bytes"


def _known(report: Mapping[str, Any], path: str) -> bool:
    return fact(report, path) is not None


def _bytes(report: Mapping[str, Any], path: str) -> str:
    return gib(fact(report, path))


def _text(report: Mapping[str, Any], path: str) -> str:
    value = fact(report, path)
    return UNKNOWN if value is None else str(value)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part) or UNKNOWN


def _machine(report: Mapping[str, Any]) -> str:
    cores = fact(report, "host.gpu_cores") or fact(report, "accelerator.cores")
    memory = fact(report, "memory_total")
    return _joined(
        str(fact(report, "chip.name") or ""),
        _cores(report),
        f"{cores} GPU cores" if cores else "",
        gib(memory) if memory else "",
    )


def _cores(report: Mapping[str, Any]) -> str:
    listed = fact(report, "chip.cores")
    kinds = [k for k in listed if isinstance(k, Mapping)] if isinstance(listed, list) else []
    if kinds:
        return " + ".join(f"{k.get('count')} {k.get('name')}" for k in kinds) + " cores"
    threads = fact(report, "chip.threads")
    return f"{threads} threads" if threads else ""


def _system(report: Mapping[str, Any]) -> str:
    words = {"host.virtual": "virtual machine", "host.container": "container"}
    seen = [word for path, word in words.items() if fact(report, path)]
    machine = fact(report, "python.machine")
    label = str(fact(report, "os.label") or "")
    return _joined(f"{label} ({machine})" if label and machine else label, *seen)


def _torch(report: Mapping[str, Any]) -> str:
    state = fact(report, "torch.state")
    told = _STATES.get(state, "") if isinstance(state, str) else ""
    return _joined(str(fact(report, "torch.version") or ""), told)


def _backend(report: Mapping[str, Any], name: str) -> str:
    built = fact(report, f"backends.{name}.built")
    if built is None:
        return UNKNOWN
    if not built:
        return "not in this torch build"
    words = {True: "available", False: "in this build, but no device to use"}
    return words.get(fact(report, f"backends.{name}.available"), "in this build")


def _gpus(report: Mapping[str, Any]) -> list[str]:
    listed = fact(report, "cuda.devices")
    devices = [d for d in listed if isinstance(d, Mapping)] if isinstance(listed, list) else []
    names = [str(d.get("name")) for d in devices if d.get("name")]
    own = fact(report, "accelerator.name")
    return names or ([str(own)] if own else [])
