"""What an edition of the notebooks says of itself, in a line of source that runs anywhere."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from devicelab.delivery.errors import Refused

# "always" is what a notebook without the word means.
SOLUTIONS = ("always", "after-pass", "after-deadline", "never")
_IMPORT = re.compile(r"^from devicelab import (?:.*\b)?cp\b.*$", re.MULTILINE)
_PYPI = "devicelab=={version}"
_PACKAGE_JSON = Path(__file__).resolve().parents[2] / "package.json"
_HOME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.+$)[A-Za-z0-9._-]{1,100}")
_AT_GITHUB = re.compile(r"(?:.*\bgithub\.com[/:]|github:)?(?P<home>[^/:]+/[^/:]+?)(?:\.git)?/?")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
NO_BADGE = (
    "No badge to Colab: it is not known where on GitHub these notebooks are to lie. "
    "{how} names the place."
)


def known_repository() -> str:
    """Return ``owner/name`` of the checkout's home on GitHub as package.json says it, or ``""``.

    Its forms are npm's: an object with ``url``, an address, ``github:owner/name`` or ``owner/name``.
    """
    try:
        said = json.loads(_PACKAGE_JSON.read_text(encoding="utf-8"))
        home = said["repository"] if said["name"] == "devicelab" else ""
        found = _AT_GITHUB.fullmatch(str(home["url"] if isinstance(home, dict) else home))
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return found["home"] if found and _HOME.fullmatch(found["home"]) else ""


def refuse_no_place(repository: str, ref: str) -> None:
    """Refuse what can't be a place on GitHub: the badge would lead nowhere.

    Raises:
        Refused: ``repository`` is not ``owner/name``, or ``ref`` no name of a branch or tag.
    """
    if repository and not _HOME.fullmatch(repository):
        raise Refused(f"--repository {repository}: write it as OWNER/NAME, such as someone/course.")
    if ref and (not _REF.fullmatch(ref) or ".." in ref or ref.endswith("/")):
        raise Refused(f"--ref {ref}: that can't be the name of a branch or tag.")


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
