"""What our own look at the machine says for m1.q2; where there are two truths, both count."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from devicelab.agent import host, report

GIB = 2**30
Cores = list[tuple[str, int]]


@dataclass(frozen=True)
class Machine:
    """Values that are right here, field by field; an empty tuple where we know of none.

    Attributes:
        ram_gib: of the host and, in a container, of its limit.
        threads: of the machine, of this process, and of torch.
        gpu_cores: empty where nothing tells; a card may say None or a number there.
    """

    chip: tuple[str, ...]
    cores: tuple[Cores, ...]
    threads: tuple[int, ...]
    ram_gib: tuple[float, ...]
    gpu: tuple[str, ...]
    gpu_cores: tuple[int, ...]
    budget_gib: tuple[float, ...]


def look(device: Any) -> Machine:
    """Look at this machine; `device` is the accelerator in use, or the CPU.

    A simulated Mac has two truths: what it says it is, and what it runs on.
    """
    told = (report(), host.describe())
    return Machine(
        chip=_known(one["chip"]["name"] for one in told),
        cores=_known([(c["name"], c["count"]) for c in one["chip"]["cores"]] for one in told),
        threads=_known([*(one["chip"]["threads"] for one in told), *_allowed()]),
        ram_gib=tuple(size / GIB for size in _known(_memory(told))),
        gpu=_known(_gpu_names(device, told[0])),
        gpu_cores=_known(_gpu_cores(device, told[0])),
        budget_gib=_budgets(device),
    )


def _known(values: Any) -> tuple[Any, ...]:
    return tuple(value for value in values if value)


def _allowed() -> Iterator[int]:
    import torch

    yield torch.get_num_threads()
    if hasattr(os, "sched_getaffinity"):
        yield len(os.sched_getaffinity(0))


def _memory(told: Any) -> Iterator[int | None]:
    yield from (one["memory_total"] for one in told)
    yield told[0]["host"]["memory_limit"]


def _gpu_names(device: Any, told: Any) -> Iterator[str | None]:
    import torch

    if device.type == "cpu":
        return
    yield told["accelerator"] and told["accelerator"]["name"]
    if device.type == "cuda":
        yield torch.cuda.get_device_name(device)


def _gpu_cores(device: Any, told: Any) -> Iterator[int | None]:
    import torch

    if device.type == "mps":
        yield told["host"]["gpu_cores"]
        ask = getattr(torch.backends.mps, "get_core_count", None)
        yield ask() if ask else None
    elif device.type == "cuda":
        yield torch.cuda.get_device_properties(device).multi_processor_count


def _budgets(device: Any) -> tuple[float, ...]:
    import torch

    if device.type == "cuda":
        return tuple(size / GIB for size in torch.cuda.mem_get_info(device))[1:]
    ask = getattr(torch.mps, "recommended_max_memory", None) if device.type == "mps" else None
    return (ask() / GIB,) if ask else ()
