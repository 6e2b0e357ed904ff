"""The extension tells the licences of what others wrote of it."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path


def test_of_every_package_that_is_bundled() -> None:
    files = importlib.metadata.files("devicelab") or []
    (report,) = (f for f in files if f.name == "third-party-licenses.json")
    packages = json.loads(Path(str(report.locate())).read_text(encoding="utf-8"))["packages"]
    texts = {package["name"]: package["extractedText"] for package in packages}
    assert texts.keys() >= {"d3-array", "d3-path", "d3-shape"}
    assert all("Permission to use, copy, modify" in text for text in texts.values())
