"""A git repository from which learners pull the course, as an instructor would make it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

NAME = ["-c", "user.name=Instructor", "-c", "user.email=instructor@example.org"]


class CourseRepository:
    """A repository with the learner notebooks; `url` is what a link names."""

    def __init__(self, folder: Path, notebooks: Path) -> None:
        self.folder = folder
        self.url = folder.as_uri()
        folder.mkdir()
        self._git("init", "--quiet", "--initial-branch=main")
        for path in notebooks.glob("*.ipynb"):
            shutil.copy(path, folder)
        self.commit("The course")

    def commit(self, message: str) -> None:
        """Commit all that lies in the folder."""
        self._git("add", "--all")
        self._git(*NAME, "commit", "--quiet", "-m", message)

    def _git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)
