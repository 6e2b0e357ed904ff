"""The trust check where torch is missing, damaged, or something else of that name: real modules, real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from live_kernel import ROOT

LIBRARY = "libcudart.so.13: cannot open shared object file: No such file or directory"
NO_ACCELERATOR = f"""
class Tensor: pass
_C = object()
class accelerator:
    def is_available():
        raise OSError({LIBRARY!r})
"""
SHADOWED = (
    "torch failed to import",
    ("something that is not PyTorch", "named `torch.py`", "rename it"),
)
#: A module `torch` by what it holds, the headline it gets, and words that must be said of it.
MODULES = {
    "a library is missing": (
        f"raise OSError({LIBRARY!r})",
        "torch failed to import",
        ("be imported", f"OSError: {LIBRARY}", "Install it again"),
    ),
    "a part is missing": (
        "import torch._no_such_part",
        "torch failed to import",
        ("be imported", "ModuleNotFoundError: No module named 'torch._no_such_part'"),
    ),
    "it fails in whatever way": (
        "raise RuntimeError('CUDA driver ' 'x\\n`y`')",
        "torch failed to import",
        ("be imported", "RuntimeError: "),
    ),
    "it is not PyTorch": ("x = 1", *SHADOWED),
    "it is not PyTorch and raises": ("import torch\ntorch.zeros(1)", *SHADOWED),
    "it is not PyTorch and exits": ("raise SystemExit(3)", *SHADOWED),
    "it is whole but for its accelerator": (
        NO_ACCELERATOR,
        "torch raised an error before the first comparison",
        (f"OSError: {LIBRARY}", "devicelab doctor"),
    ),
}
FORMS = (["-c", "from devicelab import cp; cp.trust()"], ["-m", "devicelab", "trust"])


def run(words, folder, *, site=True):
    """Run Python in a folder whose `torch` stands before all others."""
    return subprocess.run(
        [sys.executable, *([] if site else ["-S"]), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
    )


@pytest.fixture(params=MODULES)
def broken(request, tmp_path):
    """A folder with such a module, and what must be said."""
    text, headline, words = MODULES[request.param]
    if "not PyTorch" in request.param:
        (tmp_path / "torch.py").write_text(text)
    else:
        (tmp_path / "torch").mkdir()
        (tmp_path / "torch" / "__init__.py").write_text(text)
        (tmp_path / "torch" / "version.py").write_text("")
    return tmp_path, headline, words


def test_a_broken_torch_is_said_with_why_and_what_to_do(broken, validate):
    folder, headline, words = broken
    for form, code in zip(FORMS, (0, 1)):
        done = run(form, folder)
        assert (done.returncode, done.stderr) == (code, "")
        assert f"Nothing was compared: {headline}." in done.stdout.splitlines()[0]
        for word in words:
            assert word in done.stdout
        assert "our fault" not in done.stdout
        assert "no torch" not in done.stdout
    told = run([*FORMS[1], "--json"], folder)
    assert told.returncode == 1
    validate("trust", json.loads(told.stdout))
    assert json.loads(told.stdout)["status"] == "not_run"


@pytest.mark.parametrize(("form", "code"), list(zip(FORMS, (0, 1))))
def test_a_missing_torch_is_said_to_be_missing(form, code, tmp_path):
    done = run(form, tmp_path, site=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[0] == "○ Nothing was compared: torch not installed."[2 * code :]
    for word in ("This Python has no torch.", "Install it here", "%pip install torch"):
        assert word in done.stdout
    assert "be imported" not in done.stdout
