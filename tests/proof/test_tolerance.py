"""The tolerance law: right products stay inside, planted errors of a few times fall outside."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devicelab.proof.tolerance import GROWTH, Tolerance, tolerance

ROUNDED = [torch.float32, torch.bfloat16, torch.float16, torch.complex64]
DEFAULTS = [
    torch.float16,
    torch.bfloat16,
    torch.float32,
    torch.float64,
    torch.complex64,
    torch.complex128,
]
WIDE = {torch.complex64: torch.complex128}
# The law is the same on every device; where there is an accelerator, it is tried on that.
IS_THERE = torch.accelerator.is_available()
HERE = torch.accelerator.current_accelerator() if IS_THERE else torch.device("cpu")


def _close(found: torch.Tensor, reference: torch.Tensor, allowed: Tolerance) -> bool:
    return bool(((found - reference).abs() <= allowed.atol + allowed.rtol * reference.abs()).all())


def _product(dtype: torch.dtype, k: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A (16, k) @ (k, 16) product in `dtype` and the exact one of the unrounded numbers."""
    drawn = torch.Generator().manual_seed(seed)
    start = torch.complex64 if dtype.is_complex else torch.float32
    a = torch.randn(16, k, generator=drawn, dtype=start)
    b = torch.randn(k, 16, generator=drawn, dtype=start)
    wide = WIDE.get(dtype, torch.float64)
    found = a.to(dtype).to(HERE) @ b.to(dtype).to(HERE)
    return found.cpu().to(wide), a.to(wide) @ b.to(wide)


@settings(deadline=None, max_examples=60)
@given(
    dtype=st.sampled_from(ROUNDED),
    k=st.integers(16, 4096),
    seed=st.integers(0, 2**32 - 1),
)
@example(dtype=torch.float16, k=4096, seed=0)
@example(dtype=torch.float32, k=16, seed=0)
def test_right_products_of_any_length_are_inside(dtype: torch.dtype, k: int, seed: int) -> None:
    found, exact = _product(dtype, k, seed)
    assert _close(found, exact, tolerance(HERE, dtype, k))


# The largest error that was measured, in units of the root of k: what GROWTH's sources say.
LARGEST = {torch.float32: 1.2e-6, torch.bfloat16: 1.3e-2, torch.float16: 1.6e-3}


@settings(deadline=None, max_examples=60)
@given(
    dtype=st.sampled_from(sorted(LARGEST, key=str)),
    k=st.integers(64, 4096),
    seed=st.integers(0, 2**32 - 1),
)
def test_ten_times_the_largest_error_is_outside(dtype: torch.dtype, k: int, seed: int) -> None:
    # Planted, not this machine's own times ten: one machine sums far better than another.
    _, exact = _product(dtype, k, seed)
    planted = 10 * LARGEST[dtype] * math.sqrt(k)
    assert not _close(exact + planted, exact, tolerance(HERE, dtype, k))


@pytest.mark.parametrize("k", [64, 1024, 4096])
def test_tf32_in_place_of_float32_is_outside(k: int) -> None:
    drawn = torch.Generator().manual_seed(k)
    a, b = (torch.randn(shape, generator=drawn) for shape in ((16, k), (k, 16)))
    exact, rounded = a.double() @ b.double(), _tf32(a) @ _tf32(b)
    assert not _close(rounded, exact, tolerance(HERE, torch.float32, k))


def _tf32(x: torch.Tensor) -> torch.Tensor:
    """Keep 11 significant bits, as tensor cores do of a float32 where TF32 is on."""
    fraction, exponent = torch.frexp(x.double())
    return torch.ldexp((fraction * 2**11).round() / 2**11, exponent)


@pytest.mark.parametrize("dtype", ROUNDED)
@pytest.mark.parametrize("k", [16, 256, 4096])
def test_one_wrong_entry_is_outside(dtype: torch.dtype, k: int) -> None:
    found, exact = _product(dtype, k, seed=1)
    allowed = tolerance(HERE, dtype, k)
    # The smallest entry: nothing hides behind the relative part.
    row, column = divmod(int(exact.abs().argmin()), exact.shape[1])
    found[row, column] = exact[row, column] + 1.5 * (
        allowed.atol + allowed.rtol * exact[row, column].abs()
    )
    assert not _close(found, exact, allowed)


@pytest.mark.parametrize("dtype", ROUNDED)
def test_it_is_not_so_loose_that_nothing_could_fail(dtype: torch.dtype) -> None:
    for k in (64, 1024):
        usual = sorted(
            float((f - e).abs().max()) for f, e in (_product(dtype, k, seed) for seed in range(9))
        )[4]
        assert tolerance(HERE, dtype, k).atol <= 20 * usual


def test_it_grows_with_the_root_of_the_length() -> None:
    for dtype in ("float32", "bfloat16", "float16"):
        once, four_times = tolerance("cpu", dtype, 1024), tolerance("cpu", dtype, 4096)
        assert math.isclose(four_times.atol, 2 * once.atol)
        assert four_times.rtol == once.rtol


@pytest.mark.parametrize("dtype", DEFAULTS)
def test_elementwise_it_is_what_assert_close_has(dtype: torch.dtype) -> None:
    allowed = tolerance("mps", dtype)
    at_zero = torch.zeros(1, dtype=dtype)

    def accepts(difference: float) -> bool:
        try:
            torch.testing.assert_close(at_zero + difference, at_zero)
        except AssertionError:
            return False
        return True

    assert accepts(allowed.atol * 0.9)
    assert not accepts(allowed.atol * 1.1)
    far = torch.full((1,), 2.0**10, dtype=dtype)
    width = allowed.atol + allowed.rtol * 2**10
    torch.testing.assert_close(far + width * 0.6, far)
    with pytest.raises(AssertionError):
        torch.testing.assert_close(far + width * 1.9, far)
    assert "assert_close" in allowed.source


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.uint8, "int32"])
def test_whole_numbers_are_exact_at_any_length(dtype: object) -> None:
    for k in (1, 4096):
        allowed = tolerance("cuda", dtype, k)
        assert (allowed.rtol, allowed.atol) == (0.0, 0.0)


def test_the_closest_key_wins() -> None:
    by_both, by_device, by_dtype = (0.1, 1.0), (0.2, 2.0), (0.3, 3.0)
    own = {
        (None, "float16"): by_dtype,
        ("mps", None): by_device,
        ("mps", "float16"): by_both,
    }
    assert tolerance("mps:0", torch.float16, own=own).rtol == 0.1
    assert tolerance(torch.device("mps"), "float32", own=own).rtol == 0.2
    assert tolerance("cuda:1", "float16", own=own).rtol == 0.3
    assert tolerance("cuda", "float32", own=own) == tolerance("cuda", "float32")
    assert tolerance("mps", "float16", 64, own=own).source == "stated by the exercise"


def test_a_row_for_one_device_goes_before_the_one_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    grown = GROWTH[None, "float32"]
    own = type(grown)(1e-2, 1e-2, "a Mac")
    monkeypatch.setitem(GROWTH, ("mps", "float32"), own)  # type: ignore[arg-type]
    assert tolerance("mps", "float32", 4).source == "a Mac"
    assert tolerance("cpu", "float32", 4).source == grown.source


def test_no_table_goes_below_the_defaults() -> None:
    assert tolerance("cpu", "float32", 2).atol == 1e-5
    assert tolerance("cpu", "float64", 10**6) == tolerance("cpu", "float64")


def test_each_figure_says_where_it_comes_from() -> None:
    for key, row in GROWTH.items():
        assert "measured" in row.source or "http" in row.source, key


@pytest.mark.parametrize("reduction", [0, -1, 1.5, True, "64"])
def test_a_length_that_is_none_is_refused(reduction: object) -> None:
    with pytest.raises(ValueError, match="reduction counts"):
        tolerance("cpu", "float32", reduction)  # type: ignore[arg-type]
