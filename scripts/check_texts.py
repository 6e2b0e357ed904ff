"""Looks for every sentence that devicelab expects of torch in the newest macOS wheel.

Usage: check_texts.py [VERSION]. Downloads the wheel by pip into a temporary folder
(100 to 200 MB), reads the strings of its libraries and Python files, says which
pieces of protocol/messages.json are missing and which macOS it says it needs, and
keeps nothing. Code 1 if one is missing. Not one of the tests: it needs the network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from devicelab.diagnosis.conditions import is_below  # noqa: E402
from devicelab.diagnosis.tree import diagnose  # noqa: E402

_READ = (".dylib", ".py", ".so")
_FLOOR = re.compile(rb"MPS backend is supported on [Mm]acOS (\d+\.\d+)\+")


def main(wanted: str | None) -> int:
    """Check one release; the newest unless named."""
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(Path(folder), wanted)
        release = wheel.name.split("-")[1]
        pieces = expected(release)
        missing, floors = look(wheel, [text for _, text in pieces])
    print(f"{wheel.name}: {len(pieces) - len(missing)} of {len(pieces)} pieces found")
    for name, text in pieces:
        if text in missing:
            print(f"MISSING {name}: {text!r}")
    agrees = floor_agrees(release, floors)
    return 1 if missing or not agrees else 0


def download(folder: Path, wanted: str | None) -> Path:
    """Fetch the wheel for macOS 14 on Apple silicon."""
    which = "torch" if wanted is None else f"torch=={wanted}"
    options = ["--platform", "macosx_14_0_arm64", "--python-version", "3.12"]
    options += ["--only-binary=:all:", "--no-deps", "--quiet", "--dest", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "download", *options, which], check=True)
    return next(folder.glob("torch-*.whl"))


def expected(release: str) -> list[tuple[str, str]]:
    """The pieces that this release should hold, each with its message's id."""
    messages = json.loads((ROOT / "protocol" / "messages.json").read_text(encoding="utf-8"))
    return [
        (message["id"], piece["text"])
        for message in messages["messages"]
        for piece in message["printed"]
        if is_below(release, piece["from"]) is False
        and ("before" not in piece or is_below(release, piece["before"]))
    ]


def look(wheel: Path, pieces: list[str]) -> tuple[set[str], set[str]]:
    """What of the pieces is nowhere in the wheel, and the versions of macOS that it names."""
    missing, floors = set(pieces), set()
    for content in contents(wheel):
        missing = {piece for piece in missing if piece.encode() not in content}
        floors |= {found.decode() for found in _FLOOR.findall(content)}
    return missing, floors


def contents(wheel: Path) -> Iterator[bytes]:
    """The bytes of what can hold a sentence, a file at a time."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(_READ):
                yield archive.read(name)


def floor_agrees(release: str, floors: set[str]) -> bool:
    """Say which macOS the wheel names, and whether the table has the same."""
    mac = {"system": "Darwin", "version": "11.0"}
    torch = {"state": "loaded", "version": release}
    found = diagnose({"os": mac, "python": {"machine": "arm64"}, "torch": torch})
    ours = {e.value for e in found.evidence if e.name == "macOS needed"}
    print(f"macOS needed: the wheel says {sorted(floors)}, the table {sorted(ours)}")
    return ours == floors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
