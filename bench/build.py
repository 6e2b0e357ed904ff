"""How fast the variants are built: the modules that exist, all five forms. Prints; judges nothing."""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from devicelab.delivery.bank import entries  # noqa: E402
from devicelab.delivery.build import VARIANTS, outlines  # noqa: E402
from devicelab.delivery.edition import Edition  # noqa: E402
from devicelab.delivery.export import exported  # noqa: E402
from devicelab.delivery.references import refuse_failing  # noqa: E402

MODULES = 7
BAR_S = 15


def main() -> None:
    """Print the time of one build of everything, and of the proof that comes before."""
    began = time.perf_counter()
    bank = entries()
    import jupytext  # noqa: F401
    import nbformat  # noqa: F401

    loaded = time.perf_counter()
    made = outlines(ROOT / "notebooks" / "source", bank)
    files = sum(len(exported(made, bank, Edition("0"), variant)) for variant in VARIANTS)
    built = time.perf_counter()
    refuse_failing([one.module for one in made], bank)
    proved = time.perf_counter()
    seconds = built - loaded
    print(
        f"build: {len(made)} modules, {len(VARIANTS)} variants, {files} files, {seconds:.2f} s; "
        f"for {MODULES} modules {seconds / len(made) * MODULES:.1f} s (bar {BAR_S})"
    )
    print(
        f"build: beside that, importing bank, jupytext and nbformat {loaded - began:.1f} s, "
        f"running {len(bank)} references {proved - built:.1f} s"
    )


if __name__ == "__main__":
    main()
