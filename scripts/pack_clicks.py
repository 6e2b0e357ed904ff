"""Packs `devicelab/clicks/` into one Python expression, in which `%NAME%` stands for a module.

Prints `{"expression": TEXT, "names": [NAME, …]}`. Evaluating it runs the module's
`answer` in a module of its own that nobody keeps: nothing stays in the kernel.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

from pack_agent import lean

CLICKS = Path(__file__).parents[1] / "devicelab" / "clicks"
# Sent on a click alone; with the agent's text they have to stay under the bar of 25 kB.
MAX_BYTES = 5_000
EXPRESSION = (
    "(lambda m, p: (exec(p[''] + p['%NAME%'], m.__dict__), m.answer())[1])"
    "(__import__('types').ModuleType('_devicelab_click'), __import__('json').loads("
    "__import__('zlib').decompress(__import__('base64').b85decode('{packed}'))))"
)
_ELSEWHERE = re.compile(r"^from (__future__|\.shared) import .*\n", re.MULTILINE)


def pack() -> dict[str, object]:
    """The expression, and the names that it knows."""
    sources = {p.stem: p.read_text("utf-8") for p in sorted(CLICKS.glob("*.py"))}
    names = sorted(sources.keys() - {"__init__", "shared"})
    parts = {"": program(sources["shared"]), **{name: program(sources[name]) for name in names}}
    packed = base64.b85encode(zlib.compress(json.dumps(parts).encode(), 9)).decode()
    text = EXPRESSION.format(packed=packed)
    if len(text) > MAX_BYTES:
        raise SystemExit(f"the packed clicks have {len(text)} bytes, more than {MAX_BYTES}")
    return {"expression": text, "names": names}


def program(source: str) -> str:
    """One module's text, to stand behind what is shared."""
    return _ELSEWHERE.sub("", lean(source) + "\n")


if __name__ == "__main__":
    print(json.dumps(pack()))
