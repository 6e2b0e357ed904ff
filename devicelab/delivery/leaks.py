"""A last look at a built notebook: does any line of a solution stand in it?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from devicelab.delivery.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from devicelab.delivery.bank import Entry

# A shorter line ("return x", "else:") says nothing of whose it is.
_TELLING_LENGTH = 16
# Nor do those that stand in every training loop.
_COMMON = frozenset(["optimizer.step()", "optimizer.zero_grad()", "loss.backward()"])


def refuse_leaks(name: str, cells: Iterable[dict[str, Any]], bank: Mapping[str, Entry]) -> None:
    """Compare the text of ``cells`` with every solution in the bank, blind to spaces.

    Raises:
        Refused: A telling line of a solution stands in the notebook.
    """
    text = _squeezed("\n".join(cell["source"] for cell in cells))
    given = _squeezed("\n".join(entry.starter for entry in bank.values()))
    for item, entry in bank.items():
        for line in _telling_lines(entry, given):
            if _squeezed(line) in text:
                raise Refused(f"{name}: a line of the solution of {item} is in the notebook.")


def _telling_lines(entry: Entry, given: str) -> Iterator[str]:
    """Give lines of an exercise's solutions that no starter hands out itself."""
    for solution in entry.solutions:
        for line in solution.splitlines():
            code = line.strip()
            if _tells(code) and _squeezed(code) not in given:
                yield code


def _tells(code: str) -> bool:
    said = code.startswith(("#", "import ", "from ")) or code in _COMMON
    return len(code) >= _TELLING_LENGTH and not said


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
