"""Solution regions: what an author writes between two marks, and a learner never gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"


def without_solutions(source: str, where: Callable[[int], str]) -> str:
    """Return ``source`` less its solution regions and their marks.

    Args:
        source: The text of one cell.
        where: How an error names a line of the cell, given its number (from 1).

    Raises:
        Refused: A mark is missing, nested or out of order.
    """
    kept: list[str] = []
    inside = False
    opened = 1
    for number, line in enumerate(source.split("\n"), start=1):
        mark = _mark(line)
        if mark:
            inside = _toggled(mark, inside, where(number))
            opened = number
        elif not inside:
            kept.append(line)
    if inside:
        raise Refused(f"{where(opened)}: '{BEGIN}' has no '{END}' after it in the same cell.")
    return "\n".join(kept)


def _mark(line: str) -> str:
    """Tell which mark ``line`` is, generous about case and spaces: a typing slip must not leak."""
    words = " ".join(line.replace("#", " ").upper().split())
    if not line.lstrip().startswith("#"):
        return ""
    return words if words in {"BEGIN SOLUTION", "END SOLUTION"} else ""


def _toggled(mark: str, inside: bool, where: str) -> bool:
    opens = mark == "BEGIN SOLUTION"
    if opens and inside:
        raise Refused(f"{where}: a second '{BEGIN}' comes before '{END}'.")
    if not opens and not inside:
        raise Refused(f"{where}: '{END}' has no '{BEGIN}' before it in the same cell.")
    return opens
