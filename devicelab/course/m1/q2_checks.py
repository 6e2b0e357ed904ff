"""What m1.q2 demands of a card: each field as this machine tells it, or None."""

from __future__ import annotations

from typing import Any

from devicelab.checkpoint import Trial
from devicelab.checkpoint.errors import AnswerUnfit
from devicelab.checkpoint.safely import is_a, number_of, text_of, type_name

from .q2_machine import Machine

FIELDS = ("chip", "cores", "threads", "ram_gib", "gpu", "gpu_cores", "budget_gib")
GPU, BUDGET = "the accelerator's name", "its memory budget"


def open_fields(card: Any) -> list[str]:
    """Name the fields that are missing or still `...`."""
    return [f for f in FIELDS if not is_a(card, dict) or card.get(f, ...) is ...]


def expect_filled(trial: Trial, card: Any) -> None:
    """A dictionary with a value in each field.

    Raises:
        AnswerUnfit: it is none.
    """
    if is_a(card, dict):
        open_ = open_fields(card)
        if open_:
            trial.expect("every field", False, "open", **_open(open_))
        return
    trial.expect(
        "a dictionary",
        False,
        "no_card",
        what=f"`card` is of type `{type_name(card)}`, not a dictionary.",
        why="The check looks for its fields by name.",
        try_="Keep the braces of the starter, and replace each `...`.",
    )
    raise AnswerUnfit


def _open(fields: list[str]) -> dict[str, str]:
    return {
        "what": f"Not filled in: {', '.join(fields)}.",
        "why": "A field that was forgotten looks like one that the machine cannot tell.",
        "try_": "Give each its value, or `None`.",
    }


def expect_names(trial: Trial, card: Any, machine: Machine) -> None:
    """The chip's and the accelerator's names, part of one within the other."""
    for name, field, right in (
        ("the chip's name", "chip", machine.chip),
        (GPU, "gpu", machine.gpu),
    ):
        trial.expect(
            name,
            _named(card.get(field), right),
            f"{field}_off",
            what=f"`{field}` is `{text_of(card.get(field), 60)}`, and this machine says something else.",
            why="Figures are compared by chip, so the card has to name the one in this machine.",
            try_="Print what the system, or torch, calls it, and take that; `None` where neither has a name.",
        )


def _named(value: Any, right: tuple[str, ...]) -> bool:
    if not right:
        return value is None
    if value is None:
        return False
    plain = text_of(value, 200).casefold().replace(" (simulated)", "")
    names = [one.casefold().replace(" (simulated)", "") for one in right]
    return bool(plain) and any(plain in one or one in plain for one in names)


def expect_counts(trial: Trial, card: Any, machine: Machine) -> None:
    """Threads, kinds of cores, and the GPU's cores."""
    _expect_count(trial, card, "threads", number_of(card.get("threads")) in machine.threads)
    cores = card.get("cores")
    _expect_count(trial, card, "cores", _right_cores(cores, machine))
    gpu_cores = card.get("gpu_cores")
    known = number_of(gpu_cores) in machine.gpu_cores or (gpu_cores is None and not _tells(machine))
    _expect_count(trial, card, "gpu_cores", known)


def _tells(machine: Machine) -> bool:
    # CUDA's multiprocessors may be called cores or not; a Mac's GPU has cores.
    return bool(machine.gpu_cores) and any("apple" in name.casefold() for name in machine.gpu)


def _right_cores(cores: Any, machine: Machine) -> bool:
    if not machine.cores:
        return cores is None or cores == [] or _plausible(cores, machine)
    try:
        counts = sorted(int(count) for _, count in cores)
    except Exception:  # noqa: BLE001 - whatever was written there is no list of pairs
        return (
            cores is None and len(machine.chip) > 1
        )  # a simulated Mac on a machine that can't tell
    return any(counts == sorted(count for _, count in kinds) for kinds in machine.cores)


def _plausible(cores: Any, machine: Machine) -> bool:
    try:
        return 0 < sum(int(count) for _, count in cores) <= max(machine.threads)
    except Exception:  # noqa: BLE001 - as above
        return False


def _expect_count(trial: Trial, card: Any, field: str, ok: bool) -> None:
    trial.expect(
        f"`{field}`",
        ok,
        f"{field}_off",
        what=f"`{field}` is `{text_of(card.get(field), 60)}`, and this machine says something else.",
        why="The number of workers bounds every speed that you will measure.",
        try_="Ask the system, or torch, for it; `None` where nothing tells.",
    )


def expect_sizes(trial: Trial, card: Any, machine: Machine) -> None:
    """Memory within 1 %, of the host or of the container; the budget within 2 %."""
    trial.expect(
        "memory",
        size_is(card.get("ram_gib"), machine.ram_gib, 1, 0.01),
        "ram_off",
        what=f"`ram_gib` is `{text_of(card.get('ram_gib'), 40)}`, and this machine has another amount.",
        why="Whether a job fits is decided by this number.",
        try_="Read the bytes from the system and divide by `2**30`.",
    )
    budget = card.get("budget_gib")
    trial.expect(
        BUDGET,
        size_is(budget, machine.budget_gib, 1, 0.02) if machine.budget_gib else budget is None,
        "budget_off",
        what=f"`budget_gib` is `{text_of(budget, 40)}`, and torch says something else here.",
        why="Beyond the budget a Mac begins to swap, and a GPU of its own runs out.",
        try_="Ask torch for it and divide by `2**30`; `None` without an accelerator.",
    )


def size_is(value: Any, right: tuple[float, ...], factor: float, relative: float = 0.01) -> bool:
    """Compare a size with any of ours, times a factor."""
    found = number_of(value)
    return found is not None and any(
        abs(found - factor * r) <= relative * factor * r for r in right
    )
