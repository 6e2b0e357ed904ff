"""Answers of every wrong kind: each gets an outcome of the learner's and a sentence, none is our bug."""

from __future__ import annotations

import decimal

import numpy as np
import pytest
import torch

from devicelab import cp
from devicelab.checkpoint import bank


class Text(str):
    __slots__ = ()


class Whole(int):
    pass


class Sub(torch.Tensor):
    pass


async def coroutine(*_, **__):
    return 1


def generator(*_, **__):
    yield 1


GIVEN = {
    "nothing": None,
    "text": "x",
    "subclass of text": Text("cpu"),
    "bytes": b"x",
    "list": [1],
    "dictionary": {},
    "object": object(),
    "class": int,
    "exception": ValueError("x"),
    "complex": 1j,
    "decimal": decimal.Decimal("nan"),
    "nan": float("nan"),
    "infinity": float("inf"),
    "huge": 10**400,
    "subclass of int": Whole(3),
    "numpy nan": np.float64("nan"),
    "numpy text": np.array(["a"]),
    "tensor": torch.zeros(2, 2),
    "nan tensor": torch.tensor(float("nan")),
    "subclass of tensor": torch.zeros(1).as_subclass(Sub),
    "meta tensor": torch.zeros(1, device="meta"),
    "sparse tensor": torch.zeros(3).to_sparse(),
    "a view of 10 GB": torch.zeros(1).expand(2_500_000_000),
    "a module": torch.nn.Linear(1, 1),
    "not implemented": NotImplemented,
}
FUNCTIONS = {
    **{name: (lambda *_, given=given, **__: given) for name, given in GIVEN.items()},
    "coroutine": coroutine,
    "generator": generator,
    "itself": lambda *_, **__: FUNCTIONS["itself"],
    "takes nothing": lambda: 1,
}


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
@pytest.mark.parametrize("kind", FUNCTIONS)
@pytest.mark.parametrize("item", [e.id for e in bank.exercises() if e.module == 1])
def test_what_comes_back_is_never_our_bug(item, kind, validate, capfd, receipts):
    names = dict.fromkeys(bank.exercise(item).needs, FUNCTIONS[kind])
    verdict = cp.check(item, return_result=True, **names)
    assert verdict.outcome in ("failed", "error"), verdict.text
    assert verdict.message.what
    assert verdict.message.try_
    validate("verdict", verdict.as_json())
    validate("receipt", receipts()[-1])
    assert capfd.readouterr() == ("", "")


STANDING = (
    "nothing",
    "text",
    "class",
    "tensor",
    "subclass of tensor",
    "a view of 10 GB",
    "a module",
)


@pytest.mark.parametrize("kind", STANDING)
@pytest.mark.parametrize("item", [e.id for e in bank.exercises() if e.module == 1])
def test_what_stands_under_the_name_is_never_our_bug(item, kind, validate):
    names = dict.fromkeys(bank.exercise(item).needs, GIVEN[kind])
    verdict = cp.check(item, return_result=True, **names)
    expected = ("unattempted",) if GIVEN[kind] is None else ("failed", "error")
    assert verdict.outcome in expected, verdict.text
    validate("verdict", verdict.as_json())
