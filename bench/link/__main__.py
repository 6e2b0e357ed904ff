"""The link to a kernel: what it costs, what it delivers, what it disturbs. Prints a table; judges nothing.

Usage: python bench/link [--write | --only a b pages]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

import delivery
import overhead
import pages
import parts

PACKAGES = ("jupyterlab", "jupyter_server", "ipykernel", "torch")
PARTS = {
    "a": lambda: (overhead.measure(), {}),
    "b": lambda: (delivery.measure(), {}),
    "pages": pages.measure,
}

if __name__ == "__main__":
    parts.main("link", PARTS, PACKAGES)
