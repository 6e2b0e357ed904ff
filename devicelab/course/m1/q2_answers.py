"""Answers to m1.q2: the starter, right ones as different as they come, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Mapping

_SYSCTL = '''\
import os
import platform
import subprocess

import torch


def sysctl(name):
    """Return what macOS says of `name`, such as "hw.memsize", or None."""
    try:
        done = subprocess.run(["sysctl", "-n", name], capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() or None
'''

STARTER = (
    _SYSCTL
    + """

card = {
    "chip": ...,  # its name
    "cores": ...,  # kinds of CPU cores: [("Performance", 4), ("Efficiency", 4)]
    "threads": ...,  # how many can run at once
    "ram_gib": ...,  # in units of 2**30 bytes
    "gpu": ...,  # the accelerator's name
    "gpu_cores": ...,
    "budget_gib": ...,  # what the GPU may use
}
"""
)

REFERENCE = (
    _SYSCTL
    + """

def chip():
    if platform.system() != "Linux":
        return sysctl("machdep.cpu.brand_string") or platform.processor() or None
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else None


def cores():
    kinds = [(sysctl(f"hw.perflevel{n}.name"), sysctl(f"hw.perflevel{n}.physicalcpu")) for n in (0, 1)]
    return [(name, int(count)) for name, count in kinds if name and count] or None


def ram():
    if platform.system() == "Darwin":
        return int(sysctl("hw.memsize"))
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def gpu():
    if torch.cuda.is_available():
        found = torch.cuda.get_device_properties(0)
        return found.name, found.multi_processor_count, found.total_memory
    if torch.backends.mps.is_available():
        ask = [getattr(torch.backends.mps, name, None) for name in ("get_name", "get_core_count")]
        name, count = (one() if one else None for one in ask)  # they came with torch 2.9
        return name, count, torch.mps.recommended_max_memory()
    return None, None, None


name, count, budget = gpu()
card = {
    "chip": chip(),
    "cores": cores(),
    "threads": os.cpu_count(),
    "ram_gib": ram() / 2**30,
    "gpu": name,
    "gpu_cores": count,
    "budget_gib": budget and budget / 2**30,
}
"""
)

ALTERNATIVES: Mapping[str, str] = {
    "what_the_panel_knows": """\
import torch
from devicelab.agent import report
told = report()
mps = torch.backends.mps.is_available()
card = dict(
    chip=told["chip"]["name"],
    cores=[(kind["name"], kind["count"]) for kind in told["chip"]["cores"]],
    threads=torch.get_num_threads(),
    ram_gib=(told["host"]["memory_limit"] or told["memory_total"]) / 2**30,
    gpu=None, gpu_cores=None, budget_gib=None,
)
if mps:
    card.update(gpu=told["accelerator"]["name"], gpu_cores=told["accelerator"]["cores"])
    card["budget_gib"] = torch.mps.recommended_max_memory() / 2**30
elif torch.cuda.is_available():
    card.update(gpu=torch.cuda.get_device_name(), budget_gib=torch.cuda.mem_get_info()[1] / 2**30)
""",
}

MISTAKEN: Mapping[str, str] = {
    "half_filled": STARTER.replace('"threads": ...', '"threads": os.cpu_count()'),
    "from_the_picture": """\
card = {
    "chip": "Apple Silicon M1/M2/M3",
    "cores": [("P-Cores", 4), ("E-Cores", 4)],
    "threads": 8,
    "ram_gib": 8,
    "gpu": "GPU Cores",
    "gpu_cores": 8,
    "budget_gib": 8,
}
""",
    "gb_for_gib": REFERENCE.replace("ram() / 2**30", "ram() / 1e9"),
    "bytes": REFERENCE.replace("ram() / 2**30", "ram()"),
    "budget_is_ram": REFERENCE + 'card["budget_gib"] = card["ram_gib"]\n',
    "made_up_gpu": REFERENCE + 'card["gpu"] = "Apple M1 Ultra Extreme"\n',
}
