"""`cp.explain` and `cp.doctor`: cards, in a real kernel too."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cards import look

from devicelab import cp
from devicelab.checkpoint import explained

MIXED = (
    "Expected all tensors to be on the same device, but found at least two devices, mps:0 and cpu!"
)


def text_of(problem):
    return explained.explanation_card(problem)["text/plain"]


@pytest.mark.parametrize("problem", [MIXED, RuntimeError(MIXED), UserWarning(MIXED)])
def test_text_exceptions_and_warnings_are_explained(problem, capsys):
    assert cp.explain(problem) is None
    out = capsys.readouterr().out
    assert "? Tensors on two devices" in out
    assert "on `mps:0` and `cpu`" in out


def test_what_led_to_an_error_counts():
    error = ValueError("training stopped")
    error.__cause__ = RuntimeError(MIXED)
    assert "Tensors on two devices" in text_of(error)


class UnreadableError(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    @property
    def __context__(self):
        raise RuntimeError("no context")


class EndlessError(Exception):
    def __str__(self):
        return "MPS backend out of memory " * 1_000_000


@pytest.mark.parametrize(
    "problem", [UnreadableError(), EndlessError(), 3, object(), "", "\0", b"x", [1]]
)
def test_anything_else_is_a_sentence(problem, capfd):
    cp.explain(problem)
    out, err = capfd.readouterr()
    assert "devicelab has no explanation for this text." in out
    assert err == ""


def test_without_an_error_it_says_so(monkeypatch):
    for name in ("last_exc", "last_value"):
        monkeypatch.delattr(sys, name, raising=False)
    assert "No error to explain" in text_of(None)
    monkeypatch.setattr(sys, "last_value", RuntimeError(MIXED), raising=False)
    assert "Tensors on two devices" in text_of(None)


def test_the_cards_are_safe():
    import torch  # the doctor then knows a device

    hostile = "Skipping device <img src=x onerror=1> that does not support Metal 2.0"
    card = explained.explanation_card(hostile)["text/html"]
    assert "<img src=x onerror=1>" in look(card)
    device = "NVIDIA GPU" if torch.cuda.is_available() else "CPU"
    assert device in look(explained.doctor_card()["text/html"])


def test_the_doctor_in_a_process_without_torch_leaves_it_out():
    code = "import sys; from devicelab import cp; cp.doctor(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("○ torch not imported yet\n")
    assert done.stdout.endswith("False\n")


def shown(ran):
    (content,) = ran.of("display_data")
    return content["data"]


def test_in_a_kernel(kernel):
    kernel.run(f"raise RuntimeError({MIXED!r})")
    data = shown(kernel.run("from devicelab import cp; cp.explain()"))
    assert set(data) == {"text/plain", "text/html"}
    assert "Tensors on two devices" in data["text/plain"]
    assert "torch not imported yet" in shown(kernel.run("cp.doctor()"))["text/plain"]
    assert kernel.run("import sys; print('torch' in sys.modules)").stdout == "False\n"
    kernel.run("import torch")
    assert "torch not imported yet" not in shown(kernel.run("cp.doctor()"))["text/plain"]
