"""What is new for a learner whose notebook is older than the package, by version and module.

One sentence each, about what they would miss: a check shows it once in a kernel.
"""

from __future__ import annotations

from collections.abc import Mapping

CHANGES: Mapping[str, Mapping[str, str]] = {}
