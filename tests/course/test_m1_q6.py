"""m1.q6: what is said of answers that come near is true of them."""

from __future__ import annotations

import pytest
from answers import found

OVERALL = """\
def overall(speedup, fraction):
    if not 0 <= fraction <= 1:
        raise ValueError
    return {whole}
"""
BACK = """\
def required_fraction(overall, speedup):
    share = {share}
    if not 0 <= share <= 1 + 1e-6:
        raise ValueError
    return {back}
"""
WHOLE = "1 / (1 - fraction + fraction / speedup)"
SHARE = "(1 - 1 / overall) / (1 - 1 / speedup)"


def audits(whole=WHOLE, share=SHARE, *, back="share", first="", overall=OVERALL, required=BACK):
    source = first + overall.format(whole=whole) + required.format(share=share, back=back)
    return found("m1.q6", source)


@pytest.mark.parametrize(
    ("imports", "kind"),
    [
        ("from fractions import Fraction", "Fraction({})"),
        ("from decimal import Decimal", "Decimal({})"),
        ("import numpy", "numpy.float64({})"),
        ("import numpy", "numpy.float32({})"),
        ("import numpy", "numpy.array({})"),
        ("import torch", "torch.tensor({})"),
        ("import torch", "torch.tensor({}, dtype=torch.float64)"),
    ],
)
def test_a_number_may_be_of_any_kind(imports, kind):
    for _ in range(20):
        finding = audits(kind.format(WHOLE), back=kind.format("share"), first=imports + "\n")
        assert finding.outcome == "passed", finding.message


def test_arithmetic_in_float32_is_near_enough():
    first = "import numpy as np\nf = np.float32\n"
    share = "(1 - 1 / f(overall)) / (1 - 1 / f(speedup))"
    whole = "1 / (1 - f(fraction) + f(fraction) / f(speedup))"
    for _ in range(100):
        finding = audits(whole, share, first=first)
        assert finding.outcome == "passed", finding.message


def test_a_wrong_formula_in_float32_is_still_told():
    finding = audits("np.float32(1 + (speedup - 1) * fraction)", first="import numpy as np\n")
    assert finding.message.id == "linear"


@pytest.mark.parametrize(
    ("whole", "message_id", "part"),
    [
        ("str(8)", "not_a_number", "type `str`"),
        ("print(8)", "not_a_number", "gives `None`, not a number"),
        ("[8]", "not_a_number", "type `list`"),
        ("numpy.ones(3)", "not_a_number", "type `numpy.ndarray`"),
        ("speedup > 1", "not_a_number", "type `bool`"),
        ("1j", "not_a_number", "type `complex`"),
        (f"numpy.float16({WHOLE})", "too_coarse", "half precision"),
    ],
)
def test_what_is_no_number_is_named_by_its_type(whole, message_id, part):
    finding = audits(whole, first="import numpy\n")
    assert (finding.outcome, finding.message.id) == ("failed", message_id)
    assert part in finding.message.what
    finding = audits(back=whole.replace("fraction", "0.5"), first="import numpy\n")
    assert (finding.outcome, finding.message.id) == ("failed", message_id)


def test_a_guard_of_another_kind_is_not_called_no_guard():
    asserts = OVERALL.replace(
        "    if not 0 <= fraction <= 1:\n        raise ValueError\n",
        "    assert 0 <= fraction <= 1\n",
    )
    finding = audits(overall=asserts)
    assert (finding.outcome, finding.message.id) == ("failed", "other_error")
    assert "raises `AssertionError`, and `ValueError` is asked for" in finding.message.what
    required = BACK.replace("raise ValueError", "raise TypeError")
    finding = audits(required=required)
    assert (finding.outcome, finding.message.id) == ("failed", "other_error")
    assert "`required_fraction` raises `TypeError`" in finding.message.what
    finding = audits(overall="def overall(speedup, fraction):\n    return {whole}\n")
    assert finding.message.id == "accepts_percent"


def test_a_slower_part_has_a_share_too():
    refuses = "def required_fraction(overall, speedup):\n    if overall > speedup:\n        raise ValueError\n    return {share}\n"
    assert audits(required=refuses).message.id == "refuses_slower"
    only_faster = "def required_fraction(overall, speedup):\n    if speedup > 1 and not 1 <= overall <= speedup:\n        raise ValueError\n    return {share} if speedup > 1 else 0.5\n"
    assert audits(required=only_faster).message.id == "no_way_back_slower"


def test_a_share_below_0_is_refused_too():
    above_only = "def required_fraction(overall, speedup):\n    share = {share}\n    if share > 1:\n        raise ValueError\n    return share\n"
    finding = audits(required=above_only)
    assert finding.message.id == "accepts_impossible"
    assert "became slower by a part that became faster" in finding.message.what
