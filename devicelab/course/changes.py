"""What is new for a learner whose notebook is older than the package, by version and module.

One sentence each, about what they would miss: a check shows it once in a kernel. An entry looks
like ``"0.2.0": {"m1": "m1.q6 asks for a third function."}``. 0.1.0 is the first version that is
handed out, so nobody holds an older notebook, and there is nothing to say yet; a test asks for an
entry when the version is raised.
"""

from __future__ import annotations

from collections.abc import Mapping

CHANGES: Mapping[str, Mapping[str, str]] = {}
