"""How a verdict or a hint looks: as text, and as a card without script or id.

JupyterLab drops ids, scripts and unknown styles when it opens a notebook that it
does not trust; a named colour as the fallback of each variable survives that, and
reads on white and on black where no JupyterLab theme is present.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from .verdict import MIME, WORDS, Verdict

Rows = Sequence["tuple[str, str]"]

_COLOURS = {
    "passed": "var(--jp-success-color1, seagreen)",
    "passed_cpu": "var(--jp-success-color1, seagreen)",
    "failed": "var(--jp-error-color1, crimson)",
    "error": "var(--jp-error-color1, crimson)",
    "noisy": "var(--jp-warn-color1, darkorange)",
    "broken": "var(--jp-warn-color1, darkorange)",
}
_SIMULATED = "Simulated Mac: not verified on a real one."
_ON_MAC = "This machine has no accelerator, so the device was rehearsed on a simulated Mac: not verified on a real one."
_ON_FAKE = "This machine has no accelerator, so the device was rehearsed: a fake one, on the CPU."
#: What is said of a device that was not real, by (simulated, rehearsed); the page's words too.
NOT_REAL = {(True, False): _SIMULATED, (True, True): _ON_MAC, (False, True): _ON_FAKE}
NEUTRAL = "var(--jp-border-color1, gray)"
_PRE = "margin:6px 0;white-space:pre-wrap;word-wrap:break-word"
_MUTED = "color:var(--jp-ui-font-color2, gray)"
_CARD = "border-left-width:4px;border-left-style:solid;border-left-color:{};padding:2px 0 2px 14px;margin:6px 0"
_CELL = "display:table-cell;padding:1px 0;vertical-align:top"
_LABEL = f"{_CELL};{_MUTED};padding-right:14px;white-space:nowrap"


def as_text(verdict: Verdict) -> str:
    """Give the verdict as plain text, a label at the start of each line."""
    lines = [f"{WORDS[verdict.outcome][0]} {verdict.headline}"]
    lines += [f"  {label:<5} {sentence}" for label, sentence in _rows(verdict)]
    lines += [f"  {line}" for line in (*_picture(verdict), *_below(verdict))]
    return "\n".join(lines)


def as_html(verdict: Verdict) -> str:
    """Give the verdict as a card; whatever a learner's code said is escaped."""
    colour = _COLOURS.get(verdict.outcome, NEUTRAL)
    title = _title(WORDS[verdict.outcome][0], verdict.headline, colour)
    rows = _rows(verdict)
    body = _muted(" ".join(s for _, s in rows)) if verdict.passed else table(rows)
    picture = verdict.picture.html if verdict.picture else ""
    return card(colour, title, body, picture, *(_muted(line) for line in _below(verdict)))


def _rows(verdict: Verdict) -> Rows:
    message = verdict.message
    told = (("What", message.what), ("Why", message.why), ("Try", message.try_))
    return [(label, sentence) for label, sentence in told if sentence]


def _picture(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.picture.alt, *verdict.picture.lines) if verdict.picture else ()


def _below(verdict: Verdict) -> list[str]:
    label = NOT_REAL.get((verdict.sim, verdict.rehearsed))
    return [line for line in (verdict.next_hint, verdict.note, label) if line]


def inline(text: str) -> str:
    """Escape text, then set what stands between back-ticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=True))


def _title(glyph: str, text: str, colour: str) -> str:
    mark = f'<span style="color:{colour}">{glyph}</span>'
    return f'<div style="font-weight:600;margin:0 0 4px">{mark} {inline(text)}</div>'


def _muted(text: str) -> str:
    return f'<div style="margin:3px 0;{_MUTED}">{inline(text)}</div>'


def table(rows: Iterable[Sequence[str]]) -> str:
    """Lay rows out in columns; the first is the quiet one."""
    return f'<div style="display:table;margin:4px 0">{"".join(map(_row, rows))}</div>'


def _row(row: Sequence[str]) -> str:
    label = f'<div style="{_LABEL}">{inline(row[0])}</div>'
    rest = "".join(f'<div style="{_CELL};padding-right:14px">{inline(c)}</div>' for c in row[1:])
    return f'<div style="display:table-row">{label}{rest}</div>'


def card(colour: str, *parts: str) -> str:
    """Put a coloured edge to the left of finished HTML."""
    return f'<div style="{_CARD.format(colour)}">{"".join(parts)}</div>'


def note_card(glyph: str, title: str, lines: Sequence[str], source: str = "") -> dict[str, Any]:
    """Make the two forms of something that is no verdict: a hint, a solution."""
    text = "\n".join([f"{glyph} {title}", *(f"  {line}" for line in lines)])
    block = f'<pre style="{_PRE}">{html.escape(source)}</pre>' if source else ""
    body = "".join(f'<div style="margin:3px 0">{inline(line)}</div>' for line in lines)
    return {
        "text/plain": f"{text}\n\n{source}" if source else text,
        "text/html": card(NEUTRAL, _title(glyph, title, NEUTRAL), body, block),
    }


def bundle(verdict: Verdict) -> dict[str, Any]:
    """Give all mime forms of a verdict."""
    forms: dict[str, Any] = {"text/plain": as_text(verdict), "text/html": as_html(verdict)}
    if verdict.can_be_sent:
        forms[MIME] = verdict.as_json()
    return forms


def shell() -> Any:
    """Give the running IPython shell, or None; IPython is never imported for it."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None


def show(forms: dict[str, Any]) -> None:
    """Display the forms beside the cell, or print the text where there is no cell."""
    if shell() is None:
        _print(forms["text/plain"])
        return
    from IPython.display import display

    display(forms, raw=True)


def _print(text: str) -> None:
    # Not `print`: a learner may have put something else in its place.
    if sys.stdout is None:  # a program without a console
        return
    try:
        sys.stdout.write(text + "\n")
    except UnicodeEncodeError:  # a terminal of another encoding
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()
