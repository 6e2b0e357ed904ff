"""The device panel for front ends without our extension: a card that each cell brings up to date.

It is the agent's report with its diagnosis, as HTML without script and with a text form, shown
under a display id of its own. Colab's and VS Code's frames show it as they show any output.
"""

from __future__ import annotations

from typing import Any

from devicelab import colab
from devicelab.agent import graphics
from devicelab.agent.memory import MemoryReader
from devicelab.agent.report import compose
from devicelab.checkpoint import display
from devicelab.checkpoint.explained import sheet_html
from devicelab.diagnosis.sheet import Sheet, sheet

_GIB = 2**30
_MIB = 2**20
_OFF = "It is no longer brought up to date; `devicelab.panel()` shows a new one."
_ON = "Each cell brings it up to date; `devicelab.panel(False)` ends that."
_COLAB_CPU = (
    "This Colab machine has no GPU. Every exercise can be passed so, and says what it could not "
    "try. For a GPU: menu Runtime → Change runtime type → T4 GPU → Save; the machine is then a "
    "new one, so run the notebook from its first cell again."
)
_COLAB_GPU = "This Colab machine has a GPU. Google takes it back after some idle time."


class Panel:
    """One card in one cell's output, and the hook that brings it up to date."""

    def __init__(self, shell: Any) -> None:
        """Show nothing yet; `shell` is the running IPython."""
        self._shell = shell
        self._memory = MemoryReader()
        self._handle: Any = None
        self._shown: dict[str, Any] = {}

    def open(self) -> None:
        """Show the card here, and follow the cells from now on."""
        from IPython.display import display as show

        self._shown = self._forms(_ON)
        self._handle = show(self._shown, raw=True, display_id=True)
        self._shell.events.register("post_run_cell", self._after_cell)

    def close(self) -> None:
        """Leave the card as it is, saying that it is no longer brought up to date."""
        self._shell.events.unregister("post_run_cell", self._after_cell)
        self._update(self._forms(_OFF))

    def _after_cell(self, *_: Any) -> None:
        # IPython prints what a hook raises into the learner's cell.
        try:
            self._update(self._forms(_ON))
        except Exception:  # noqa: BLE001 - a card that is out of date is the lesser evil
            return

    def _update(self, forms: dict[str, Any]) -> None:
        if forms != self._shown:
            self._shown = forms
            self._handle.update(forms, raw=True)

    def _forms(self, remark: str) -> dict[str, Any]:
        self._memory.note_current_device()
        return forms(self._memory.read(ended=True), _place(), remark)


_open: list[Panel] = []


def panel(on: bool = True, *, import_torch: bool = False) -> None:
    """Show which device this kernel has, why, and its memory, and keep that up to date.

    Args:
        on: False ends the updates; the card stays as it is.
        import_torch: import torch first, if it is there, so that the device can be said.

    Outside a notebook the same is printed, once.
    """
    while _open:
        _open.pop().close()
    if not on:
        return
    if import_torch:
        _import_torch()
    graphics.look()
    shell = display.shell()
    if shell is None or not hasattr(shell, "events"):
        display.show(forms(MemoryReader().read(), _place()))
        return
    made = Panel(shell)
    made.open()
    _open.append(made)


def _import_torch() -> None:
    try:
        import torch  # noqa: F401
    except Exception:  # noqa: BLE001 - whatever it raises, the report says what state torch is in
        return


def _place() -> list[str]:
    if not colab.in_colab():
        return []
    return [_COLAB_CPU if compose("")["device"] in (None, "cpu") else _COLAB_GPU]


def forms(memory: dict[str, Any], place: list[str], remark: str = "") -> dict[str, Any]:
    """Make the card's text and HTML of a fresh report.

    Args:
        memory: a reading, as the sample's `mem`.
        place: sentences about the machine, said with the diagnosis.
        remark: the last line.
    """
    found, rows = sheet(compose("")), memory_rows(memory)
    return {
        "text/plain": "\n".join(_lines(found, rows, place, remark)),
        "text/html": _html(found, rows, place, remark),
    }


def memory_rows(memory: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a reading says, name and amount; what was not reported is left out."""
    named = (
        ("This kernel", "rss"),
        ("Tensors on the device", "allocated"),
        ("Held by PyTorch on the device", "reserved"),
        ("Held by the driver", "driver"),
        ("Machine, available", "system_available"),
    )
    return [(name, _amount(memory[key])) for name, key in named if memory.get(key) is not None]


def _amount(size: int) -> str:
    if size >= _GIB:
        return f"{size / _GIB:.2f} GiB"
    return f"{size / _MIB:.0f} MiB"


def _lines(found: Sheet, rows: list[tuple[str, str]], place: list[str], remark: str) -> list[str]:
    told = found.lines()
    at = told.index("") if "" in told else len(told)
    width = max((len(name) for name, _ in rows), default=0) + 2
    memory = ["", "Memory after the last cell", *(f"  {n:<{width}}{v}" for n, v in rows)]
    last = ["", remark] if remark else []
    first = [*told[:at], *(f"  {sentence}" for sentence in place)]
    return [*first, *told[at:], *(memory if rows else []), *last]


def _html(found: Sheet, rows: list[tuple[str, str]], place: list[str], remark: str) -> str:
    head = '<div style="font-weight:600">Memory after the last cell</div>'
    memory = display.card(display.NEUTRAL, head, display.table(rows)) if rows else ""
    last = f'<div style="margin:3px 0">{display.inline(remark)}</div>' if remark else ""
    return sheet_html(found, *place) + memory + last
