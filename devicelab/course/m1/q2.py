"""m1.q2: the card of one's own chip, with None for what the machine cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devicelab.checkpoint import Exercise, Trial
from devicelab.checkpoint.safely import text_of
from devicelab.course import pictures
from devicelab.course.pictures import Picture

from . import q2_checks as checks
from .q2_answers import ALTERNATIVES, MISTAKEN, REFERENCE, STARTER
from .q2_machine import look

exercise = Exercise(
    id="m1.q2",
    title="Your chip's card",
    needs=("card",),
    covers="each field of the card against our own look at this machine",
    minutes=12,
    device_free=True,
    starter=STARTER,
    reference=REFERENCE,
    alternatives=ALTERNATIVES,
    hints=(
        "Ask the system for the first four fields, and torch for the last three. What nothing here can tell is `None`.",
        "On a Mac `sysctl` knows `machdep.cpu.brand_string`, `hw.perflevel0.name`, `hw.perflevel0.physicalcpu` and `hw.memsize`. On Linux read `/proc/cpuinfo` and `/proc/meminfo`. `os.cpu_count()` gives the threads.",
        "`torch.backends.mps.get_name()`, `get_core_count()` and `torch.mps.recommended_max_memory()` on a Mac; `torch.cuda.get_device_properties(0)` with an NVIDIA GPU; three times `None` without either. Divide bytes by `2**30`.",
    ),
)


@exercise.check
def check(trial: Trial, card: Any) -> None:
    """Compare each field with what we see here ourselves."""
    machine = trial.seen["machine"] = look(trial.device)
    for field, values in vars(machine).items():
        trial.record(f"{field}={values}".encode())
    checks.expect_filled(trial, card)
    trial.seen["card"] = card
    checks.expect_names(trial, card, machine)
    checks.expect_counts(trial, card, machine)
    checks.expect_sizes(trial, card, machine)


@exercise.picture
def picture(_: Trial, card: Any) -> Picture | None:
    """The machine, drawn from the card."""
    return None if checks.open_fields(card) else pictures.machine(card)


@exercise.mistake(
    "half_filled",
    example=MISTAKEN["half_filled"],
    what="Your card is not filled in yet for {open_}.",
    why="A field that was forgotten looks like one that the machine cannot tell.",
    try_="Give each field its value, or `None` where nothing on this machine tells.",
)
def half_filled(_: Trial, card: Any) -> bool | Mapping[str, str]:
    """Some fields are as handed out."""
    open_ = checks.open_fields(card)
    return {"open_": ", ".join(f"`{f}`" for f in open_)} if open_ else False


@exercise.mistake(
    "from_the_picture",
    example=MISTAKEN["from_the_picture"],
    what="Your card shows the chip of the picture, not this machine's: {seen}.",
    why="That is the plain M1; yours reports {ours}.",
    try_="Ask this machine, field by field.",
)
def from_the_picture(trial: Trial, card: Any) -> bool | Mapping[str, str]:
    """The picture's numbers, where this machine has others."""
    machine = trial.seen["machine"]
    drawn = card["gpu_cores"] == 8 and 8 not in machine.gpu_cores  # noqa: PLR2004 - the picture's
    named = "M1/M2/M3" in text_of(card["chip"], 80)
    if not (drawn or named):
        return False
    ours = machine.chip[0] if machine.chip else "nothing of the kind"
    return {
        "seen": f"chip {text_of(card['chip'], 40)}, {text_of(card['gpu_cores'], 10)} GPU cores",
        "ours": ours,
    }


@exercise.mistake(
    "gb_for_gib",
    example=MISTAKEN["gb_for_gib"],
    what="Your memory is in GB, with 10⁹ bytes.",
    why="A GiB has 2³⁰ bytes, 7 % more; memory is sold and reported in these.",
    try_="Divide the bytes by `2**30`.",
)
def gb_for_gib(trial: Trial, card: Any) -> bool:
    """7 % too much."""
    return checks.size_is(card["ram_gib"], trial.seen["machine"].ram_gib, 2**30 / 1e9)


@exercise.mistake(
    "bytes",
    example=MISTAKEN["bytes"],
    what="Your memory is in bytes.",
    why="The field is called `ram_gib`; a number without its unit is off by a factor of a thousand million.",
    try_="Divide the bytes by `2**30`.",
)
def bytes_(trial: Trial, card: Any) -> bool:
    """2³⁰ times too much."""
    return checks.size_is(card["ram_gib"], trial.seen["machine"].ram_gib, 2**30)


@exercise.mistake(
    "budget_is_ram",
    example=MISTAKEN["budget_is_ram"],
    what="Your `budget_gib` is all of the memory.",
    why="What a GPU may use is another figure: on a Mac a part of the memory, on a card of its own that card's, and without a GPU there is none.",
    try_="Ask `torch.mps.recommended_max_memory()`, or the properties of the CUDA device, or write `None`.",
)
def budget_is_ram(trial: Trial, card: Any) -> bool:
    """RAM where the budget should be."""
    machine = trial.seen["machine"]
    return trial.failed(checks.BUDGET) and checks.size_is(card["budget_gib"], machine.ram_gib, 1)


@exercise.mistake(
    "made_up_gpu",
    example=MISTAKEN["made_up_gpu"],
    what="Your card names a GPU that torch does not report here.",
    why="A card is worth what it was read from.",
    try_="Write what `torch.backends.mps.get_name()` or `torch.cuda.get_device_name()` says, and `None` without an accelerator.",
)
def made_up_gpu(trial: Trial, **_: Any) -> bool:
    """Another name than torch's, or one where there is none."""
    return trial.failed(checks.GPU)
