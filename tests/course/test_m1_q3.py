"""m1.q3: what is said of answers that come near is true of them."""

from __future__ import annotations

import pytest
from answers import found

from devicelab.checkpoint import bank


def copies(expression):
    return found(
        "m1.q3",
        f"import torch, numpy\ndef makes_copy(x, *args, **kwargs):\n    return {expression}\n",
    )


@pytest.mark.parametrize(
    "source",
    [
        "lambda x, **k: x.to(**k) is not x",
        "lambda x, *a, **k: x.to(**k) is not x",
        "lambda x, *a, **k: x.to(*[i for i in a if not isinstance(i, torch.dtype)], **k) is not x",
    ],
)
def test_what_ignores_arguments_by_position_is_told_so(source):
    finding = found("m1.q3", f"import torch\nmakes_copy = {source}\n")
    assert (finding.outcome, finding.message.id) == ("failed", "ignores_positional")


def test_the_device_by_position_is_asked_for_alone_and_with_a_dtype():
    finding = found("m1.q3", bank.exercise("m1.q3").reference)
    names = [s.name for s in finding.subchecks]
    assert names[3:6] == [
        "the device by position",
        "another dtype by position",
        "device and dtype by position",
    ]


@pytest.mark.parametrize(
    "harm",
    [
        "x.resize_(0)",
        "x.resize_(2)",
        "setattr(x, 'data', torch.zeros(3))",
        "setattr(x, 'data', x.data.double())",
        "x.unsqueeze_(0)",
        "x.set_()",
        "x.set_(torch.zeros_like(x))",
        "x.mul_(2)",
    ],
)
def test_an_input_that_is_not_as_it_was_is_the_answers_doing(harm):
    finding = copies(f"(x.to(*args, **kwargs) is not x, {harm})[0] if x.dim() == 1 else True")
    assert (finding.outcome, finding.message.id) == ("failed", "changes_input")


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("numpy.bool_(True)", "`numpy.bool"),
        ("torch.tensor(True)", "`torch.Tensor`"),
        ("None", "`NoneType`"),
        ("1", "`int`"),
    ],
)
def test_a_type_is_named_with_its_module(expression, kind):
    finding = copies(f"[{expression}][0]")
    assert finding.message.id == "not_bool"
    assert f"gives {kind}" in finding.message.what
