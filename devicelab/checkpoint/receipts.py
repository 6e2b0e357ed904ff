"""Receipts: each real attempt as one line, the only truth about a learner's progress."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import company, ledger
from .folder import home
from .learner import pseudonym
from .receipt_shape import is_receipt

FILE = "receipts.jsonl"
_MOST = 1_000_000


def write(fields: Mapping[str, Any]) -> tuple[int, str | None]:
    """Append a receipt; attempt, learner and chain are filled in here.

    Args:
        fields: the other fields of protocol/receipt.schema.json.

    Returns:
        The number of this attempt, and a sentence if the receipt could not be written
        or an earlier one was found cut off. A full disk, a read-only folder or one
        that is gone raises nothing.
    """
    written: dict[str, Any] = {"attempt": 1}
    try:
        folder = home()
        note = ledger.append(
            folder / FILE, lambda r: _complete(written, fields, r, folder), is_receipt
        )
    except OSError as error:
        note = _unwritten(error)
    return int(written["attempt"]), note


def _complete(
    written: dict[str, Any], fields: Mapping[str, Any], reading: ledger.Reading, folder: Path
) -> dict[str, Any]:
    earlier = count(reading.entries, fields["item"])
    name = pseudonym(folder)
    shared = company.is_shared(name)
    written.update(fields, attempt=min(earlier + 1, _MOST), learner=name, shared=shared)
    return written


def _unwritten(error: OSError) -> str:
    reason = error.strerror or str(error)
    return (
        f"No receipt could be written ({reason}), so this attempt is not remembered. "
        "Free the disk or choose a folder you may write to with `DEVICELAB_HOME`."
    )


def read() -> tuple[list[dict[str, Any]], list[str]]:
    """Read this folder's receipts.

    Returns:
        The sound ones in order, and a sentence for each thing wrong with the file.
        Hostile lines are left out; nothing raises.
    """
    try:
        return _sound(ledger.read(home() / FILE, is_receipt))
    except OSError as error:
        return [], [f"The receipts can't be read ({error.strerror or error})."]


def _sound(reading: ledger.Reading) -> tuple[list[dict[str, Any]], list[str]]:
    problems, strange = reading.problems, reading.misfits
    if strange:
        problems.append(
            "One line is no receipt." if strange == 1 else f"{strange:,} lines are no receipts."
        )
    if reading.torn:
        problems.append("The last line is cut off.")
    return reading.entries, problems


def count(receipts: list[dict[str, Any]], item: str) -> int:
    """Count the attempts at an item."""
    return sum(1 for r in receipts if r["item"] == item)
