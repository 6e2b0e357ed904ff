"""Machines as m2.q1 describes them: every row is one that can be had.

`built` and `available` are what torch says there, `system` and `machine` what `platform`
says, `translated` what `sysctl.proc_translated` says (Rosetta), `macos` and `floor` versions
as text. A machine that is no Mac has no macOS, so its text is empty. Floors are those of
torch 2.4 (12.3), 2.6 to 2.8 (13.0) and 2.9 to 2.14 (14.0), from strings of the macOS wheels.
"""

from __future__ import annotations

from dataclasses import dataclass

from devicelab.checkpoint import Trial

ANSWERS = (
    "ok",
    "not_macos",
    "rosetta",
    "intel_mac",
    "cpu_only_wheel",
    "old_macos",
    "no_device",
)
MAC = "Darwin"


@dataclass(frozen=True)
class Row:
    """One machine, and why MPS can't be used there."""

    name: str
    right: str
    built: bool
    available: bool
    system: str
    machine: str
    translated: bool
    macos: str
    floor: str

    @property
    def arguments(self) -> tuple[bool, bool, str, str, bool, str, str]:
        """What the learner's function is called with."""
        return (
            self.built,
            self.available,
            self.system,
            self.machine,
            self.translated,
            self.macos,
            self.floor,
        )


def _mac(name: str, right: str, macos: str, floor: str, **told: bool) -> Row:
    built, available = told.get("built", True), told.get("available", False)
    return Row(name, right, built, available, MAC, "arm64", False, macos, floor)


def _intel(name: str, right: str, macos: str, floor: str, **told: bool) -> Row:
    built, available = told.get("built", True), told.get("available", False)
    translated = told.get("translated", False)
    return Row(name, right, built, available, MAC, "x86_64", translated, macos, floor)


def _elsewhere(name: str, system: str, machine: str) -> Row:
    return Row(name, "not_macos", False, False, system, machine, False, "", "14.0")


def rows(trial: Trial) -> list[Row]:
    """Describe machines, in an order and with minor versions that follow from the nonce."""
    small, patch = trial.random.randint(1, 6), trial.random.randint(1, 4)
    made = [
        _mac("a Mac where all is well", "ok", f"15.{small}.{patch}", "14.0", available=True),
        _mac("a Mac with macOS 26", "ok", f"26.{small}", "14.0", available=True),
        _intel("an Intel Mac with an AMD GPU", "ok", f"13.{small}", "12.3", available=True),
        _elsewhere("a Linux machine", "Linux", "x86_64"),
        _elsewhere("a container on a Mac", "Linux", "aarch64"),
        _elsewhere("a Windows machine", "Windows", "AMD64"),
        _intel("a Python under Rosetta", "rosetta", f"15.{small}", "14.0", translated=True),
        _intel(
            "a Python under Rosetta on macOS 14",
            "rosetta",
            f"14.{small}",
            "12.3",
            translated=True,
            built=False,
        ),
        _intel("an Intel Mac", "intel_mac", f"14.{small}", "12.3"),
        _intel("an old Intel Mac", "intel_mac", f"11.{small}", "12.3", built=False),
        _mac("a PyTorch for the CPU only", "cpu_only_wheel", f"15.{small}", "14.0", built=False),
        _mac(
            "a PyTorch for the CPU only, on an old Mac",
            "cpu_only_wheel",
            f"12.{small}",
            "14.0",
            built=False,
        ),
        *_versions(small, patch),
    ]
    trial.random.shuffle(made)
    trial.record("".join(row.macos for row in made).encode())
    return made


def _versions(small: int, patch: int) -> list[Row]:
    return [
        _mac("a Mac below the floor", "old_macos", f"13.{small}.{patch}", "14.0"),
        _mac("a Mac below an older floor", "old_macos", f"12.{small}", "13.0"),
        _mac("a Mac one minor version below", "old_macos", f"12.{patch % 3}", "12.3"),
        _mac("a virtual Mac", "no_device", f"14.{small}", "14.0"),
        _mac("a virtual Mac exactly at the floor", "no_device", "13.0", "13.0"),
        _mac("a virtual Mac just above the floor", "no_device", "12.3.1", "12.3"),
        _mac("a virtual Mac with macOS 26", "no_device", f"26.{small}.{patch}", "13.0"),
        # No release had a minor version of two digits since 10.15; code must be ready for one.
        _mac("a virtual Mac of the future", "no_device", f"26.1{small}", f"26.{small + 2}"),
    ]
