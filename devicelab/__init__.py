"""Learn PyTorch on the machine in front of you.

Importing this package is cheap and never imports torch: everything heavier is
fetched by name when it is first asked for, as in ``from devicelab import cp``.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

__all__ = ["__version__", "cp", "panel", "simulate"]

_HOMES = {"cp": "devicelab.checkpoint.cp"}


def __getattr__(name: str) -> Any:
    """Import a public name's module when it is first used."""
    if name == "__version__":
        return importlib.import_module("devicelab.version").course_version()
    if name == "simulate":
        return importlib.import_module("devicelab.simulator").simulate
    if name == "panel":
        return importlib.import_module("devicelab.static_panel").panel
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'devicelab' has no attribute {name!r}")
    return importlib.import_module(home)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the prebuilt extension lies."""
    return [{"src": "labextension", "dest": "devicelab"}]


# Here, so that a notebook or script simulates from its first import of ours on.
if os.environ.get("DEVICELAB_SIMULATE"):
    importlib.import_module("devicelab.simulator.waiting").wait(os.environ["DEVICELAB_SIMULATE"])
