"""What the comparisons are made on, and the computations that take more than one call."""

from __future__ import annotations

from typing import Any, Callable

#: `torch, generator` → the inputs, on the CPU.
Inputs = Callable[[Any, Any], "tuple[Any, ...]"]
#: `torch, *inputs` → the tensor to compare, on the inputs' device.
Compute = Callable[..., Any]


def drawn(*shapes: tuple[int, ...]) -> Inputs:
    """Give inputs of these shapes: normal numbers, float32."""

    def draw(torch: Any, generator: Any) -> tuple[Any, ...]:
        made = [torch.randn(*s, generator=generator, device="cpu") for s in shapes]
        return tuple(t.to(torch.float32) for t in made)

    return draw


def ones_for_long_sums(torch: Any, _: Any) -> tuple[Any, ...]:
    """Give ones of shapes (2, 4, 32768) and (2, 32768, 4), float32."""
    ones = torch.ones(2, 4, 32768, device="cpu", dtype=torch.float32)
    return ones, ones.transpose(1, 2).contiguous()


def from_0_to_1(torch: Any, generator: Any) -> tuple[Any, ...]:
    """Give (64, 33) numbers from 0 to 1, float32."""
    return (torch.rand(64, 33, generator=generator, device="cpu").to(torch.float32),)


def whole_numbers(torch: Any, generator: Any) -> tuple[Any, ...]:
    """Give 100,003 numbers up to 2**40, int64."""
    return (torch.randint(-(2**40), 2**40, (100_003,), generator=generator, device="cpu"),)


def half_pair(torch: Any, generator: Any) -> tuple[Any, ...]:
    """Give normal numbers of shapes (2, 64, 256) and (96, 256), float16."""
    made = [torch.randn(*s, generator=generator, device="cpu") for s in ((2, 64, 256), (96, 256))]
    return tuple(t.to(torch.float16) for t in made)


def transposed_product(torch: Any, a: Any, b: Any) -> Any:
    """Multiply a view, after the allocator has held something large: the fault depended on that."""
    large = torch.full((4096, 4096), 7.0, device=a.device, dtype=a.dtype)
    del large
    return a.t() @ b


def strided_out(torch: Any, a: Any, b: Any) -> Any:
    """Multiply into every second column."""
    whole = torch.zeros(a.shape[0], 2 * b.shape[1], device=a.device, dtype=a.dtype)
    torch.matmul(a, b, out=whole[:, ::2])
    return whole


def late_copies(torch: Any, a: Any) -> Any:
    """Copy what need not be waited for, from tensors that are gone at once."""
    parts = [
        torch.full((), value, dtype=a.dtype, device="cpu").to(a.device, non_blocking=True)
        for value in a.tolist()
    ]
    return torch.stack([part + 0 for part in parts])


def linear_twice(torch: Any, a: Any, b: Any) -> Any:
    """Compute the same numbers twice and subtract: the fault made them differ by as much as 123."""
    linear = torch.nn.functional.linear
    return (linear(a, b) - linear(a, b)).to(torch.float32)


def linear(torch: Any, a: Any, b: Any, c: Any) -> Any:
    """Apply a linear layer with bias."""
    return torch.nn.functional.linear(a, b, c)


def convolution(torch: Any, a: Any, b: Any) -> Any:
    """Convolve where image and weight are both transposed views."""
    weight = b.permute(0, 1, 3, 2)
    return torch.nn.functional.conv2d(a.transpose(2, 3), weight)
