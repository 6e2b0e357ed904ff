"""Writes docs/diagnosis.md from protocol/: causes, messages, floors and their sources.

Usage: diagnosis_page.py. A test fails when the page is not what this writes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "diagnosis.md"

HEAD = """\
# Diagnosis and explained messages

Made by `scripts/diagnosis_page.py` from `protocol/diagnosis.json`, `protocol/messages.json` and `protocol/texts.json`; change those, not this page. Python reads them, and `scripts/generate.mjs` makes TypeScript of them, so each rule and each sentence exists once. `tests/diagnosis/causes.json` and `tests/diagnosis/messages.json` drive the tests of both languages.

None of this was tried on a Mac: it comes from torch's sources, its macOS wheels and its issues. `scripts/check_texts.py` looks for the sentences in the newest wheel; `docs/verified.md` has the result.
"""


def page() -> str:
    """The whole page."""
    rules, messages, texts = (read(name) for name in ("diagnosis", "messages", "texts"))
    lines = [HEAD, *floors(rules["floors"]), *causes(rules, texts), *explained(messages, texts)]
    return "\n".join(lines)


def read(name: str) -> Any:
    """One of the tables."""
    return json.loads((ROOT / "protocol" / f"{name}.json").read_text(encoding="utf-8"))


def floors(tables: dict[str, Any]) -> Iterator[str]:
    """What a release needs, as tables."""
    yield "## What a release needs\n"
    for floor in tables.values():
        yield f"{floor['about']} Looked up by `{floor['by']}`.\n"
        yield "| from | needs | source |\n|---|---|---|"
        for row in floor["rows"]:
            yield f"| {row['from']} | {row['needs']} | {row['source']} |"
        yield ""


def causes(rules: dict[str, Any], texts: dict[str, Any]) -> Iterator[str]:
    """Each cause in its order."""
    yield "## Causes, in the order in which they are tried\n"
    yield f"{rules['about']}\n"
    for number, cause in enumerate(rules["causes"], 1):
        words = texts["causes"][cause["code"]]
        yield f"### {number}. `{cause['code']}`: {texts['headlines'][words['headline']]}\n"
        yield f"- Condition: `{json.dumps(cause['when'])}`"
        evidence = ", ".join(f"`{path}`" for path in cause["evidence"])
        yield f"- Evidence: {evidence or 'none'}"
        yield from told(words, cause.get("args", []))
        yield f"- Source: {cause['source']}\n"


def explained(messages: dict[str, Any], texts: dict[str, Any]) -> Iterator[str]:
    """Each message in its order."""
    yield "## Messages, in the order in which they are tried\n"
    yield f"{messages['about']}\n"
    for number, message in enumerate(messages["messages"], 1):
        words = texts["messages"][message["id"]]
        yield f"### {number}. `{message['id']}`: {words['title']}\n"
        for pattern in message["patterns"]:
            yield f"- Pattern: ``{pattern}``"
        yield from told(words, message["args"])
        yield f"- Source: {message['source']}\n"


def told(words: dict[str, Any], args: list[str]) -> Iterator[str]:
    """The sentences, their places and the command."""
    for name in ("what", "why", "act"):
        if words[name] is not None:
            yield f"- {name.capitalize()}: {words[name]}"
    for number, arg in enumerate(args, 1):
        yield f"- %{number}: `{arg}`"
    if words["command"]:
        lines = "; ".join(f"``{line}``" for line in words["command"]["lines"])
        yield f"- Command, for a {words['command']['place']}: {lines}"


if __name__ == "__main__":
    sys.exit(0 if PAGE.write_text(page(), encoding="utf-8") else 1)
