"""The Node packages that the extension is built and tested with."""

from __future__ import annotations

import re
import shutil
import subprocess

from python_env import environment, program
from steps import ROOT, MissingError, digest, once, quietly

OLDEST = 20


def check_node() -> None:
    """Raise `MissingError` unless Node 20 or newer is there."""
    node = shutil.which("node")
    mend = (
        "on a Mac `brew install node`, on Debian or Ubuntu `curl -fsSL https://deb.nodesource.com/setup_20.x "
        "| sudo bash - && sudo apt-get install -y nodejs`, or take it from nodejs.org, then run this again."
    )
    if node is None:
        raise MissingError(f"Node.js {OLDEST} or newer is needed to build the extension; {mend}")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)", version)
    if found is None or int(found.group(1)) < OLDEST:
        raise MissingError(
            f"Node.js {OLDEST} or newer is needed, this is {version.strip()}; {mend}"
        )


def make() -> None:
    """All Node packages, exactly as yarn.lock names them."""
    check_node()
    command = [str(program("jlpm")), "install", "--immutable"]
    # Galata would fetch a browser of its own; scripts/browser.py finds one.
    env = {**environment(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"}
    state = digest([ROOT / "yarn.lock", ROOT / "package.json"])
    place = ROOT / "node_modules"
    once("node-packages", place, state, lambda: quietly("jlpm-install", command, **env))
