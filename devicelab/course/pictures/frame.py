"""A picture: drawn by matplotlib where that is, else said in lines of text.

The background is transparent and the colours are of middle lightness, so that one picture
reads on a light and on a dark page. pyplot is not used: a learner's figures stay alone.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Callable

BLUE, ORANGE, GREEN, GREY = "#3b82c4", "#d9822b", "#3d9a5f", "#808080"
_DOTS_PER_INCH = 150


@dataclass(frozen=True)
class Picture:
    """One idea, drawn and said.

    Attributes:
        alt: what it shows, a sentence or two; read aloud in place of the picture.
        lines: the same figures as text, for where matplotlib is missing.
        draw: draws on matplotlib axes, already in our style.
        size: width and height in inches.
        bare: no axes, for boxes and labels; x and y go from 0 to 1.
    """

    alt: str
    lines: Sequence[str]
    draw: Callable[[Any], None]
    size: tuple[float, float] = (7.0, 3.6)
    bare: bool = False

    @property
    def text(self) -> str:
        """The picture in words."""
        return "\n".join([self.alt, *(f"  {line}" for line in self.lines)])

    def png(self) -> bytes | None:
        """Return the drawing, or None where matplotlib is missing or fails."""
        try:
            return self._drawn()
        except Exception:  # noqa: BLE001 - a picture is no reason to stop; its text says it all
            return None

    def _drawn(self) -> bytes:
        from matplotlib.figure import Figure

        figure = Figure(figsize=self.size, layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        _style(axes, bare=self.bare)
        self.draw(axes)
        data = io.BytesIO()
        figure.savefig(data, format="png", dpi=_DOTS_PER_INCH, transparent=True)
        return data.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        drawn = self.png()
        return {"text/plain": self.text, "text/html": self._html(drawn)}

    def _html(self, drawn: bytes | None) -> str:
        if drawn is None:
            return f"<pre>{html.escape(self.text)}</pre>"
        source = base64.b64encode(drawn).decode()
        width = f"{self.size[0] * 96:.0f}"
        alt = html.escape(" ".join([self.alt, *self.lines]), quote=True)
        return f'<img alt="{alt}" width="{width}" src="data:image/png;base64,{source}">'

    def __repr__(self) -> str:
        return self.text


def _style(axes: Any, *, bare: bool) -> None:
    axes.set_facecolor("none")
    if bare:
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        return
    axes.tick_params(which="both", colors=GREY, labelsize=9)
    for name in ("x", "y"):
        getattr(axes, f"{name}axis").label.set_color(GREY)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(GREY)


def box(
    axes: Any,
    at: tuple[float, float, float, float],
    label: str,
    *,
    colour: str = BLUE,
    dashed: bool = False,
) -> None:
    """Draw a rounded box (left, bottom, width, height; 0 to 1) with a label in its middle."""
    from matplotlib.patches import FancyBboxPatch

    left, bottom, width, height = at
    axes.add_patch(
        FancyBboxPatch(
            (left + 0.008, bottom + 0.02),
            width - 0.016,
            height - 0.04,
            boxstyle="round,pad=0,rounding_size=0.015",
            facecolor="none",
            edgecolor=colour,
            linewidth=1.6,
            linestyle="--" if dashed else "-",
        )
    )
    axes.text(
        left + width / 2,
        bottom + height / 2,
        label,
        color=colour,
        ha="center",
        va="center",
        fontsize=9.5,
    )
