"""Right answers to m2.q1, and the frame of wrong ones that differ in one comparison."""

from __future__ import annotations

from collections.abc import Mapping

_FRAME = """\
def why(built, available, system, machine, translated, macos, floor) -> str:
    if available:
        return "ok"
    if system != "Darwin":
        return "not_macos"
    if translated:
        return "rosetta"
    if machine == "x86_64":
        return "intel_mac"
    if not built:
        return "cpu_only_wheel"
    if {older}:
        return "old_macos"
    return "no_device"
"""


def in_order(older: str) -> str:
    """Write the answer with this test for a macOS below the floor."""
    return _FRAME.replace("{older}", older)


REFERENCE = (
    "def numbers(version):\n    return tuple(map(int, version.split('.')))\n\n\n"
    + in_order("numbers(macos) < numbers(floor)")
)

ALTERNATIVES: Mapping[str, str] = {
    "table": """\
def why(built, available, system, machine, translated, macos, floor):
    def older():
        have, want = ([int(n) for n in v.split(".")] for v in (macos, floor))
        have += [0] * (len(want) - len(have))
        return have < want
    table = {
        "ok": lambda: available,
        "not_macos": lambda: system != "Darwin",
        "rosetta": lambda: translated,
        "intel_mac": lambda: machine != "arm64",
        "cpu_only_wheel": lambda: not built,
        "old_macos": older,
    }
    return next((answer for answer, holds in table.items() if holds()), "no_device")
""",
    "nested": """\
import re
def why(built, available, system, machine, translated, macos, floor):
    parts = lambda version: [int(n) for n in re.findall(r"\\d+", version)]
    if system == "Darwin" and not available:
        if machine == "x86_64": return "rosetta" if translated else "intel_mac"
        if built: return "old_macos" if parts(macos) < parts(floor) else "no_device"
        return "cpu_only_wheel"
    return "ok" if available else "not_macos"
""",
}
