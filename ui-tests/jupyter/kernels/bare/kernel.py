"""A Python kernel in which neither torch nor psutil can be imported."""

import sys

sys.modules["torch"] = None  # type: ignore[assignment]
sys.modules["psutil"] = None  # type: ignore[assignment]

from ipykernel import kernelapp  # noqa: E402

kernelapp.launch_new_instance()
