"""What the engine does not need: IPython, torch, a heavy import."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from live_kernel import ROOT

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""


def run(program, absent=()):
    source = f"ABSENT = {set(absent)!r}" + WITHOUT + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", source], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_without_ipython():
    out = run(
        """
        import torch
        from devicelab import cp
        def f(): return torch.device("cpu")
        verdict = cp.check("m1.q1", pick_device=f, return_result=True)
        print(verdict.outcome, verdict.message_id)
        cp.check("m1.q1", f)
        cp.hint("m1.q1"); cp.solution("m1.q1"); cp.progress()
        """,
        absent=["IPython"],
    )
    assert out.startswith("failed hard_coded\n✗ m1.q1 Pick the device: not yet\n")
    assert "hint 1 of 3" in out
    assert "def pick_device() -> torch.device:" in out


def test_without_torch():
    out = run(
        """
        from devicelab import cp
        def f(): return None
        print(cp.check("m1.q1", f, return_result=True).text)
        def g(speedup, fraction): return speedup * fraction
        print(cp.check("m1.q6", overall=g, required_fraction=g, return_result=True).message_id)
        cp.progress()
        """,
        absent=["torch"],
    )
    assert "This kernel's Python has no PyTorch." in out
    assert "multiplies" in out


def test_without_numpy_and_matplotlib():
    out = run(
        """
        import warnings
        warnings.filterwarnings("ignore", message="Failed to initialize NumPy")
        from devicelab import cp
        from devicelab.checkpoint import bank, Trial
        import torch
        answer = {}
        for item in ("m1.q1", "m1.q3", "m1.q6"):
            exercise = bank.exercise(item)
            exec(exercise.reference, answer)
            found = cp.check(item, return_result=True, **{n: answer[n] for n in exercise.needs})
            print(item, found.outcome)
            cp.check(item, **dict.fromkeys(exercise.needs, lambda *_, **__: 3))
            cp.counterexample(item, **dict.fromkeys(exercise.needs, lambda *_, **__: 3))
        cp.predict("m1.p1", 3, 1); cp.progress(); cp.export()
        """,
        absent=["numpy", "matplotlib"],
    )
    # Where the answer is the same on every device, a CPU is enough for `passed`.
    assert "m1.q1 passed\n" in out
    assert "m1.q6 passed\n" in out
    assert out.count("a counterexample") == 3
    assert "our check broke" not in out


SHADOWS = {
    "file": ("torch.py", "x = 1\n"),
    "file that raises": ("torch.py", "import torch\ntorch.zeros(1)\n"),
    "file that exits": ("torch.py", "raise SystemExit(3)\n"),
    "folder": ("torch/__init__.py", ""),
}


@pytest.mark.parametrize("shadow", SHADOWS)
def test_a_file_named_torch_is_neither_ours_nor_the_learners(shadow, tmp_path, monkeypatch):
    name, text = SHADOWS[shadow]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    out = run(
        """
        from devicelab import cp
        def f(): return 3
        for item in ("m1.q1", "m1.q3"):
            print(cp.check(item, f, return_result=True).as_json())
            cp.check(item, f)
        """
    )
    named = "file `torch.py`" if shadow.startswith("file") else "folder `torch`"
    assert out.count(f"`import torch` finds a {named} that is not PyTorch.") == 4
    assert out.count("'outcome': 'skipped', 'message_id': 'not_pytorch'") == 2
    assert "bug" not in out
    assert str(tmp_path) not in out


def test_a_pytorch_whose_import_fails_is_the_machines_fault(tmp_path, monkeypatch):
    # As a damaged wheel: some parts are imported before the library can't be loaded.
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "version.py").write_text("")
    failing = "import torch.version\nraise OSError('libtorch_cpu.so: cannot open `it`')\n"
    (tmp_path / "torch" / "__init__.py").write_text(failing)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    program = """
        from devicelab import cp
        def f(): return 3
        cp.check("m1.q1", f)
        import types; sys.modules["torch"] = types.ModuleType("torch"); sys.modules["torch"].__path__ = ["torch"]
        cp.check("m1.q1", f)
    """
    out = run(program)
    assert out.count("- m1.q1 Pick the device: skipped") == 2
    assert "`OSError: libtorch_cpu.so: cannot open it`" in out
    assert "began in this kernel and did not finish" in out
    assert "bug" not in out


@pytest.mark.parametrize("name", ["devicelab", "devicelab.checkpoint", "devicelab.checkpoint.cp"])
def test_importing_it_imports_nothing_heavy(name):
    out = run(
        f"""
        import {name}
        import sys
        print(sorted(sys.modules.keys() & {{"torch", "numpy", "IPython", "matplotlib"}}))
        """
    )
    assert out == "[]\n"


def test_the_bank_and_the_progress_are_read_without_torch():
    out = run(
        """
        from devicelab import cp
        from devicelab.checkpoint import bank
        bank.exercises(); cp.progress(return_result=True)
        import sys; print("torch" in sys.modules)
        """
    )
    assert out == "False\n"


def test_jupyterlab_finds_the_extension():
    import devicelab

    assert devicelab._jupyter_labextension_paths() == [{"src": "labextension", "dest": "devicelab"}]
    assert "cp" in dir(devicelab)
    with pytest.raises(AttributeError):
        _ = devicelab.no_such_name
