"""What kind of machine this is: its model, whether it is real, and what it is allowed."""

from __future__ import annotations

import os
import platform
from typing import Any

from . import cgroup, sysctl
from .text import clip

# What is dear to ask, as `graphics` has read it: beside the kernel, or where somebody asks for a diagnosis.
LEARNT: dict[str, Any] = {}
_FIRMWARE = "/sys/class/dmi/id/product_name"
# Product names that firmware of virtual machines gives (systemd, src/basic/virt.c).
_VIRTUAL = (
    "KVM",
    "QEMU",
    "VMware",
    "VirtualBox",
    "Virtual Machine",
    "Xen",
    "Bochs",
    "HVM",
    "OpenStack",
)


def describe() -> dict[str, Any]:
    """The report's `host`."""
    limit = cgroup.tightest() if platform.system() == "Linux" else None
    return {
        "model": _model(),
        "gpu_cores": None,
        "metal": None,
        "translated": _translated(),
        "virtual": _virtual(),
        "low_power": None,
        "thermal": None,
        "container": _container(),
        "memory_limit": limit[0] if limit else None,
        **LEARNT,
    }


def learn(facts: dict[str, Any]) -> None:
    """Take in what was read; a report is worth sending again where it is news."""
    LEARNT.update(facts)


def learnt() -> dict[str, Any]:
    """What has been learnt so far: whoever reads next need not ask for all of it again."""
    return dict(LEARNT)


def _line(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.readline(256).strip() or None
    except OSError:
        return None


def _model() -> str | None:
    found = sysctl.text("hw.model") if platform.system() == "Darwin" else _line(_FIRMWARE)
    return clip(found, 128) if found else None


def _translated() -> bool | None:
    # An Intel Mac has no such name at all: there it is not translated.
    if platform.system() != "Darwin":
        return None
    told = sysctl.integer("sysctl.proc_translated")
    known = sysctl.text("hw.model") is not None
    return bool(told) if told is not None else False if known else None


def _virtual() -> bool | None:
    if platform.system() == "Darwin":
        # `VirtualMac2,1` is what Apple's own virtualization calls its machines.
        present, model = sysctl.integer("kern.hv_vmm_present"), sysctl.text("hw.model")
        if present is None and model is None:
            return None
        return bool(present) or (model or "").startswith("VirtualMac")
    product = _line(_FIRMWARE)
    if product is None:
        return None
    return any(word in product for word in _VIRTUAL)


def _container() -> bool | None:
    if platform.system() == "Windows":
        return None
    if platform.system() == "Darwin":
        return False
    marks = ("/.dockerenv", "/run/.containerenv")
    if any(os.access(mark, os.F_OK) for mark in marks):
        return True
    group = _line("/proc/1/cgroup") or ""
    return any(word in group for word in ("docker", "kubepods", "containerd", "lxc")) or None
