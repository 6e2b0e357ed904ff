"""A browser for the tests: one that is there, else Debian's, else Playwright's."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from steps import ROOT, MissingError, quietly, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# What Playwright's own browser is asked for by: no path at all.
PLAYWRIGHTS = ""


def find() -> str | None:
    """The path of a Chromium or Chrome on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = [shutil.which(name) for name in NAMES]
    places = [path for path in MAC if Path(path).exists()] if platform.system() == "Darwin" else []
    return next((path for path in (*found, *places) if path), None)


def from_system() -> str | None:
    """A browser that is there, or Debian's package; None where neither can be had."""
    return find() or _from_debian()


def _from_debian() -> str | None:
    if shutil.which("apt-get") is None:
        return None
    before = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if (
        before
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        return None
    try:
        quietly("apt-update", [*before, "apt-get", "update"])
        quietly(
            "apt-chromium",
            [*before, "apt-get", "install", "-y", "chromium"],
            DEBIAN_FRONTEND="noninteractive",
        )
    except (MissingError, FileNotFoundError):
        return None
    return find()


def from_playwright() -> str:
    """Playwright's own browser; gives the empty text, by which it is asked for."""
    playwright = ROOT / "node_modules" / ".bin" / "playwright"
    say("no Chromium or Chrome here: Playwright fetches one")
    try:
        quietly("playwright-browser", [str(playwright), "install", "chromium"])
    except MissingError:
        raise MissingError(
            "The browser tests need Chromium or Chrome, and none could be installed; on Debian or Ubuntu "
            "`sudo apt-get install chromium`, on a Mac `brew install --cask google-chrome`, then run this again."
        ) from None
    return PLAYWRIGHTS
