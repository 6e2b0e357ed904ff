"""Fixtures that several folders share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from live_kernel import ROOT, LiveKernel


@pytest.fixture
def kernel_env(tmp_path: Path) -> dict[str, str]:
    """An environment with Jupyter's and IPython's folders in a temporary place."""
    places = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    return {**os.environ, **places, "OMP_NUM_THREADS": "1"}


@pytest.fixture
def kernel(tmp_path: Path, kernel_env: dict[str, str]) -> Any:
    """A fresh ipykernel in a temporary folder."""
    live = LiveKernel(tmp_path, kernel_env)
    yield live
    live.close()


@pytest.fixture
def validate() -> Any:
    """`validate(kind, data)`: raises unless `data` follows protocol/KIND.schema.json."""

    def check(kind: str, data: Any) -> None:
        schema = json.loads((ROOT / "protocol" / f"{kind}.schema.json").read_text())
        # As JSON: what is sent is what counts.
        jsonschema.Draft7Validator(schema).validate(json.loads(json.dumps(data, allow_nan=False)))

    return check
