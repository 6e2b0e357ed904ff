"""An answer kept as text runs again, with all that it uses; what can't be kept is named."""

from __future__ import annotations

import pytest
import torch

from devicelab.checkpoint import answers
from devicelab.checkpoint.answer import run_source
from devicelab.checkpoint.answer_text import text

HEAD = "import math\nimport torch\nimport torch.nn.functional as F\nfrom torch import nn\n"
CASES = {
    "a helper in another cell": "def half(x): return x / 2\ndef answer(x): return half(x) + 1\n",
    "a helper of a helper": "def c(x): return x\ndef b(x): return c(x) * 2\ndef answer(x): return b(x)\n",
    "a closure": "def make(k):\n    def answer(x):\n        return x * k\n    return answer\nanswer = make(3)\n",
    "a lambda": "answer = lambda x: math.sqrt(x)\n",
    "a lambda that encloses": "def make(k): return lambda x: x * k\nanswer = make(4)\n",
    "another name": "def other(x): return x + 5\nanswer = other\n",
    "plain data": "K = {'a': [1, (2,)], 'b': {3}, 'n': float('inf')}\ndef answer(x): return x + K['a'][1][0]\n",
    "a small tensor": "W = torch.tensor([1.5, -2.0])\ndef answer(x): return (W * x).sum().item()\n",
    "a class": "class Scale(nn.Module):\n    def forward(self, x):\n        return F.relu(x) * 2\ndef answer(x): return Scale()(torch.tensor(float(x))).item()\n",
    "a base class": "class A:\n    def go(self): return 7\nclass B(A):\n    def come(self): return 8\ndef answer(x): return B().go() + x\n",
    "a decorator": "def twice(f):\n    def inner(x): return f(f(x))\n    return inner\n@twice\ndef answer(x): return x + 1\n",
    "a default": "STEP = 3\ndef answer(x, step=STEP): return x + step\n",
    "recursion": "def answer(x): return 1 if x < 1 else x * answer(x - 1)\n",
    "annotations": "from __future__ import annotations\ndef answer(x: Undefined) -> Undefined: return x\n",
    "a dtype and a device": "D, T = torch.device('cpu'), torch.float64\ndef answer(x): return torch.ones(1, device=D, dtype=T).item() * x\n",
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_kept_runs_again_and_does_the_same(case):
    future = CASES[case].startswith("from __future__")
    first = run_source(CASES[case] if future else HEAD + CASES[case], f"cell:{case}")["answer"]
    kept = text("m1.q1", {"answer": first})
    again = run_source(kept, f"again:{case}")["answer"]
    assert [again(x) for x in (1, 2, 4)] == [first(x) for x in (1, 2, 4)]
    assert text("m1.q1", {"answer": first}) == kept, "the same answer has the same hash"


def test_an_edited_helper_is_another_answer():
    one, two = (
        text("m1.q1", {"answer": run_source(source, "cell:x")["answer"]})
        for source in (
            "def half(x): return x / 2\ndef answer(x): return half(x)\n",
            "def half(x): return x / 3\ndef answer(x): return half(x)\n",
        )
    )
    assert answers.sha256(one) != answers.sha256(two)


def test_what_has_no_text_is_named_and_the_rest_is_kept():
    source = (
        HEAD
        + "BIG = torch.zeros(99, 99)\nM = nn.Linear(2, 2)\nLOCK = open\ndef answer(x): return BIG, M, x\n"
    )
    kept = text("m1.q1", {"answer": run_source(source, "cell:y")["answer"]})
    assert "# BIG: not kept (a Tensor of 9,801 elements)" in kept
    assert "# M: not kept (a value of type Linear)" in kept
    assert "def answer(x): return BIG, M, x" in kept


def test_a_file_of_the_learners_goes_as_text(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text("def half(x): return x / 2\ndef answer(x): return half(x)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    kept = text("m1.q1", {"answer": __import__("mine").answer})
    assert "def half(x): return x / 2" in kept
    assert str(tmp_path) not in kept


class Nasty:
    def __getattr__(self, name):
        raise ZeroDivisionError

    def __reduce__(self):
        raise ZeroDivisionError

    __repr__ = __str__ = __eq__ = __hash__ = __reduce__


ODD = {
    "nasty": Nasty,
    "class": lambda: Nasty,
    "dots": lambda: ...,
    "a view of 10 GB": lambda: torch.zeros(1).expand(2_500_000_000),
    "a long list": lambda: [0] * 10**6,
    "built in": lambda: print,
}


@pytest.mark.parametrize("odd", ODD)
def test_no_answer_raises_or_is_written_at_length(odd):
    kept = text("m1.q1", {"answer": ODD[odd]()})
    assert kept is None or len(kept) < 10_000


def test_code_without_text_is_not_kept():
    space = {}
    exec("def answer(x): return x", space)
    assert text("m1.q1", {"answer": space["answer"]}) is None
