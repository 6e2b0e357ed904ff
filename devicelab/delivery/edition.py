"""What an edition of the notebooks says of itself, in a line of source that runs anywhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

# "always" is what a notebook without the word means.
SOLUTIONS = ("always", "after-pass", "after-deadline", "never")
_IMPORT = re.compile(r"^from devicelab import (?:.*\b)?cp\b.*$", re.MULTILINE)
_PYPI = "devicelab=={version}"
_PACKAGE_JSON = Path(__file__).resolve().parents[2] / "package.json"


def known_repository() -> str:
    """Return ``owner/name`` of the project's home as package.json says it, or ``""``."""
    try:
        url = str(json.loads(_PACKAGE_JSON.read_text(encoding="utf-8"))["repository"]["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return "/".join(re.sub(r"\.git$", "", url).split("/")[-2:])


@dataclass(frozen=True)
class Edition:
    """What is the same in all notebooks of one build.

    Attributes:
        version: the course version.
        repository: ``owner/name`` on GitHub, where badges lead; no badge if empty.
        ref: the tag or branch of the repository that a badge leads to; ``v`` and the version if empty.
        wheel: path or address of a wheel to install; the release of this version if empty.
        solutions: when `cp.solution` shows one, out of `SOLUTIONS`.
        policy: text of the policy file that an export carries; the defaults if empty.
        deadline: for ``after-deadline``: a UTC time as in ``2026-12-24T12:00Z``.
    """

    version: str
    repository: str = ""
    ref: str = ""
    wheel: str = ""
    solutions: str = "always"
    deadline: str = ""
    policy: str = ""

    @property
    def tag(self) -> str:
        """The tag or branch that a badge leads to."""
        return self.ref or f"v{self.version}"

    @property
    def install(self) -> str:
        """What pip is to install."""
        return self.wheel or _PYPI.format(version=self.version)

    def statement(self, module: str) -> str:
        """Return the line that a notebook of ``module`` says of itself."""
        rules = "" if self.solutions == "always" else f', solutions="{self.solutions}"'
        until = f', deadline="{self.deadline}"' if self.deadline else ""
        return f'cp.notebook("{module}", version="{self.version}"{rules}{until})'

    def stated(self, text: str, module: str) -> str:
        """Return a cell's text with the statement after the line that imports ``cp``, if it does."""
        line = self.statement(module)
        return _IMPORT.sub(lambda found: f"{found.group()}\n\n{line}", text, count=1)
