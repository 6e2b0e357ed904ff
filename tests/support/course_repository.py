"""A git repository from which learners pull the course, made as docs/instructors.md says."""

from __future__ import annotations

from pathlib import Path

import instructors_page
from other_python import OtherPython

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Instructor"), ("EMAIL", "instructor@example.org"))
}


class CourseRepository:
    """A repository with the learner notebooks, below `place`; `url` is what a link names."""

    def __init__(self, python: str, place: Path) -> None:
        self._tools = OtherPython(python, place)
        self._tools.env.update(_WHO)
        self.folder = self._tools.shell(instructors_page.block("nbgitpuller"), place)
        self.url = self.folder.as_uri()

    def commit(self, message: str) -> None:
        """Commit all that lies in the folder."""
        self._tools.shell(f"git add --all\ngit commit --quiet -m '{message}'", self.folder)
