"""The part of a trial that looks at a result: shape, dtype, device, closeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .errors import AnswerUnfit
from .noting import Noting
from .safely import full_type_name

_NAMED = 3  # of the tensors that are elsewhere, so many by name


class Properties(Noting):
    """Each method notes one sub-check and says whether it held."""

    def a_tensor(self, value: Any, name: str = "a tensor came back") -> bool:
        """Go on only with a tensor.

        Raises:
            AnswerUnfit: it is none.
        """
        import torch

        if isinstance(value, torch.Tensor):
            return True
        given = "`None`" if value is None else f"a value of type `{full_type_name(value)}`"
        self.expect(
            name,
            False,
            "not_a_tensor",
            what=f"Your function gives {given}, not a tensor.",
            why="Nothing can be compared with that.",
            try_="Return the tensor itself; a function without `return` gives `None`.",
        )
        raise AnswerUnfit

    def shape(self, value: Any, shape: Sequence[int], name: str = "shape") -> bool:
        """Expect a tensor of this shape."""
        self.a_tensor(value)
        found, wanted = tuple(value.shape), tuple(shape)
        return self.expect(
            name,
            found == wanted,
            "wrong_shape",
            what=f"Your result has shape `{found}`; `{wanted}` was asked for.",
            why="Whatever comes after it counts on the shape, and broadcasting may hide the difference.",
            try_="Print the shape after each step, and look where it leaves what you expect.",
        )

    def dtype(self, value: Any, dtype: Any, name: str = "dtype") -> bool:
        """Expect a tensor of this dtype."""
        self.a_tensor(value)
        return self.expect(
            name,
            value.dtype == dtype,
            "wrong_dtype",
            what=f"Your result is `{value.dtype}`; `{dtype}` was asked for.",
            why="The dtype decides about bytes, speed and how exact a number is.",
            try_="Print the dtype after each step: one operand of another dtype changes the result's.",
        )

    def on_device(self, value: Any, name: str = "every tensor on the device") -> bool:
        """Expect every tensor of a result, batch, model or optimizer on the trial's device.

        Of an optimizer, the counter `step` may be on the CPU, where unfused Adam keeps it.
        """
        from devicelab.proof.leaves import strays, tensors

        elsewhere = strays(value, self.device)
        if not any(True for _ in tensors(value)):
            elsewhere = ["no tensor at all"]
        told = ", ".join([*elsewhere[:_NAMED], *(["…"] if len(elsewhere) > _NAMED else [])])
        return self.expect(
            name,
            not elsewhere,
            "not_on_device",
            what=f"Not on `{self.device.type}`: {told}.",
            why="PyTorch never moves a tensor by itself; the next operation with it would stop.",
            try_=f"Move it with `.to(device)`, or make it there with `device=`; device is `{self.device.type}` here.",
        )

    def reference(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Compute a right answer on the CPU in double precision, which MPS has not.

        Args:
            function: ours or torch's, such as `torch.matmul`.
            *args: tensors from any device; they are copied, and left as they are.
            **kwargs: likewise.
        """
        import torch
        from torch.utils._pytree import tree_map

        def exact(value: Any) -> Any:
            if not isinstance(value, torch.Tensor):
                return value
            copy = value.detach().cpu()
            return copy.double() if copy.is_floating_point() else copy

        with torch.no_grad():
            return function(*tree_map(exact, args), **tree_map(exact, kwargs))

    def close(
        self,
        value: Any,
        expected: Any,
        *,
        reduction: int = 1,
        tol: dict[Any, tuple[float, float]] | None = None,
        name: str = "values",
    ) -> bool:
        """Expect a tensor to be as near to another as its device and dtype allow.

        Args:
            value: the learner's.
            expected: on any device, of any dtype; none of its numbers is shown.
            reduction: how many products are summed for one entry.
            tol: own `(rtol, atol)` by (device type, dtype name), see `proof.tolerance`.
            name: of the sub-check.
        """
        import torch

        from devicelab.proof.tolerance import tolerance

        self.a_tensor(value)
        if tuple(value.shape) != tuple(expected.shape):
            return self.shape(value, expected.shape)
        allowed = tolerance(value.device, value.dtype, reduction, tol)
        wide = torch.complex128 if value.is_complex() or expected.is_complex() else torch.float64
        mine, right = (t.detach().cpu().to(wide) for t in (value, expected))
        off = (mine - right).abs()
        fits = (off <= allowed.atol + allowed.rtol * right.abs()) & right.isfinite()
        fits = fits | (mine == right) | (mine.isnan() & right.isnan())
        return self.expect(
            name,
            bool(fits.all()),
            "not_close",
            what=_far(fits, off, allowed),
            why=f"Rounding explains this much in `{value.dtype}` on `{value.device.type}`, and no more ({allowed.source}).",
            try_="Try it on a small input that you can work out by hand.",
        )

    def same(
        self,
        one: Any,
        other: Any,
        name: str = "the same again",
        *,
        what: str = "Two results that should be equal differ.",
        why: str = "Nothing changed between the two calls but what may not matter.",
        try_: str = "Look for what your function keeps or draws between calls.",
    ) -> bool:
        """Expect two tensors, or two structures of tensors and plain data, bit for bit equal."""
        return self.expect(name, _identical(one, other), "not_same", what=what, why=why, try_=try_)


def _far(fits: Any, off: Any, allowed: Any) -> str:
    wrong, most = (
        int((~fits).sum()),
        float(off.nan_to_num(nan=float("inf")).max()) if off.numel() else 0.0,
    )
    limit = f"{allowed.atol:.2g} + {allowed.rtol:.2g}·|value|"
    return f"{wrong} of {fits.numel()} numbers are off, the farthest by {most:.3g}; allowed is {limit}."


def _identical(one: Any, other: Any) -> bool:
    import torch
    from torch.utils._pytree import tree_flatten

    mine, shape = tree_flatten(one)
    theirs, other_shape = tree_flatten(other)
    if shape != other_shape:
        return False
    for a, b in zip(mine, theirs):
        if isinstance(a, torch.Tensor) != isinstance(b, torch.Tensor):
            return False
        if isinstance(a, torch.Tensor):
            if (a.shape, a.dtype, a.device) != (b.shape, b.dtype, b.device):
                return False
            equal = (a == b) | ((a != a) & (b != b))  # noqa: PLR0124 - NaN alone differs from itself
            if not bool(equal.all()):
                return False
        elif type(a) is not type(b) or a != b:
            return False
    return True
