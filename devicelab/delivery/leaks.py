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


def refuse_leaks(name: str, cells: Iterable[dict[str, Any]], bank: Mapping[str, Entry]) -> None:
    """Compare the text of ``cells`` with every solution in the bank, blind to spaces.

    Raises:
        Refused: A telling line of a solution stands in the notebook.
    """
    text = _squeezed("\n".join(cell["source"] for cell in cells))
    for item, entry in bank.items():
        for line in _telling_lines(entry):
            if _squeezed(line) in text:
                raise Refused(f"{name}: a line of the solution of {item} is in the notebook.")


def _telling_lines(entry: Entry) -> Iterator[str]:
    given = _squeezed(entry.starter)
    for solution in entry.solutions:
        for line in solution.splitlines():
            code = line.strip()
            if _tells(code) and _squeezed(code) not in given:
                yield code


def _tells(code: str) -> bool:
    return len(code) >= _TELLING_LENGTH and not code.startswith(("#", "import ", "from "))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
