"""``python -m devicelab`` is the same as ``devicelab``."""

from __future__ import annotations

import sys

from devicelab.cli import main

if __name__ == "__main__":
    sys.exit(main())
