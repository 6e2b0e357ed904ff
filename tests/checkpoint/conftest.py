"""Every test of the engine keeps its receipts in a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "course" / ".devicelab"
    monkeypatch.setenv("DEVICELAB_HOME", str(folder))
    return folder


@pytest.fixture
def receipts(home: Path) -> Any:
    """`receipts()`: the lines of the receipts file, as dictionaries."""

    def read() -> list[dict[str, Any]]:
        path = home / "receipts.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    return read
