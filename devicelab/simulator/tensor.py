"""The tensor of a simulated Mac: says `mps:0`, computes on a CPU tensor inside.

To C++ it is a CPU tensor: one that said `mps` there would end the process at the first
operator with a gradient, for a build without MPS has no device guard for it.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.utils._pytree as pytree
from torch.utils._python_dispatch import return_and_correct_aliasing

from devicelab.simulator import devices, mixing, schemas, texts
from devicelab.simulator.blocks import Block, block_of
from devicelab.simulator.session import current

MPS = torch.device("mps", 0)
FLOAT64 = frozenset({torch.float64, torch.complex128})
# Their second result stays on the CPU on every device.
_HOST_SECOND = {"aten::_pack_padded_sequence"}


def refuse_float64(dtype: Any) -> None:
    """Raise the TypeError with which MPS refuses double precision."""
    if dtype in FLOAT64:
        raise TypeError(texts.FLOAT64)


def inner_of(value: Any) -> Any:
    """Return the CPU tensor inside, or `value` itself if it is no simulated tensor."""
    return value._inner if isinstance(value, MPSTensor) else value


class MPSTensor(torch.Tensor):  # type: ignore[misc]
    """A tensor on the simulated device. Made by `.to("mps")` and `device="mps"`, not by name."""

    _inner: torch.Tensor
    _block: Block

    @staticmethod
    def __new__(cls: Any, inner: torch.Tensor, requires_grad: bool = False) -> MPSTensor:  # noqa: PYI034
        """Wrap `inner`, a CPU tensor of any shape; TypeError for double precision."""
        refuse_float64(inner.dtype)
        made: MPSTensor = torch.Tensor._make_wrapper_subclass(
            cls,
            inner.size(),
            strides=inner.stride(),
            storage_offset=inner.storage_offset(),
            dtype=inner.dtype,
            layout=inner.layout,
            device=inner.device,
            requires_grad=requires_grad,
        )
        made._block = block_of(inner)
        made._inner = inner
        return made

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Judge mixing of devices here, where the caller's own arguments are seen.

        What C++ composes makes helpers "on the device of self", which are plain CPU tensors.
        """
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        if name in mixing.FACTORIES and "device" in kwargs:
            return mixing.new(func, args, kwargs)
        if name not in mixing.MIXING and (name[:1] != "_" or name[:2] == "__"):
            mixing.refuse(name, args, kwargs)
        with torch._C.DisableTorchFunctionSubclass():
            out = func(*args, **kwargs)
        return _brought(name, out) if name not in mixing.MIXING else out

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Compute `func` on the inner tensors and wrap what comes out."""
        kwargs = kwargs or {}
        name, aliases = schemas.read(func)
        refuse_float64(kwargs.get("dtype"))
        session = current()
        session.admit(name)
        inner = [_unwrapped(a) for a in args]
        if name == "aten::copy_":
            return _copied(args[0], inner)
        faults = session.faults
        if faults.active:
            faults.before(name, tuple(inner))
        out = func(*inner, **{k: _unwrapped(v) for k, v in kwargs.items()} if kwargs else kwargs)
        if faults.active:
            out = faults.after(name, inner, out)
        if not aliases:
            return _wrapped(out) if name not in _HOST_SECOND else (_wrapped(out[0]), out[1])
        return return_and_correct_aliasing(func, args, kwargs, pytree.tree_map(_wrapped, out))

    device = property(lambda _self: MPS)
    is_mps = property(lambda _self: True)
    is_cpu = property(lambda _self: False)

    @property
    def data(self) -> torch.Tensor:
        """The same values without their history."""
        return self.detach()

    @data.setter
    def data(self, value: torch.Tensor) -> None:
        if not isinstance(value, MPSTensor):
            raise RuntimeError(texts.SET_DATA)  # noqa: TRY004  (torch's own type)
        with torch._C.DisableTorchFunctionSubclass():
            torch.Tensor.data.__set__(self, value)
        self._inner, self._block = value._inner, value._block

    def get_device(self) -> int:
        """Return 0: there is one."""
        return 0

    def type(self, dtype: Any = None, non_blocking: bool = False, **kwargs: Any) -> Any:
        """Return `torch.mps.FloatTensor` and its like, or convert."""
        if dtype is None:
            return "torch.mps." + self._inner.type().rpartition(".")[2]
        if isinstance(dtype, str) and ".mps." not in dtype:
            return self.cpu().type(dtype, non_blocking, **kwargs)
        return self.to(dtype)

    def to(self, *args: Any, **kwargs: Any) -> Any:
        """Convert and move as `torch.Tensor.to`."""
        return devices.to(self, *args, **kwargs)

    def cpu(self, **kwargs: Any) -> Any:
        """Copy to the CPU, as `torch.Tensor.cpu`."""
        return devices.to(self, "cpu", **kwargs)

    def double(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: MPS has no double precision."""
        raise TypeError(texts.FLOAT64)

    def numpy(self, *, force: bool = False) -> Any:
        """Refuse, unless `force` copies."""
        if force:
            return self.detach().cpu().numpy()
        raise TypeError(texts.NUMPY)

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(texts.NUMPY)

    def data_ptr(self) -> int:
        """Return the address of the first value, the wrapped tensor's."""
        return int(self._inner.data_ptr())

    def untyped_storage(self) -> Any:
        """Return the storage of the wrapped tensor."""
        return self._inner.untyped_storage()

    def tolist(self) -> Any:
        """Return the values as Python numbers."""
        return self.cpu().tolist()

    def item(self) -> Any:
        """Return the one value."""
        # By the operator, so that whoever traces operators sees what it was read from.
        return torch.ops.aten._local_scalar_dense(self) if self.numel() == 1 else self._inner.item()

    def share_memory_(self) -> Any:
        """Refuse: MPS tensors can't cross processes."""
        raise RuntimeError(texts.SHARED)

    def pin_memory(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: not a CPU tensor."""
        raise RuntimeError(texts.PIN)

    def __repr__(self, **kwargs: Any) -> str:
        text = repr(self._inner.detach())[:-1] + ", device='mps:0'"
        if self.grad_fn is not None:
            text += f", grad_fn=<{type(self.grad_fn).__name__}>"
        elif self.requires_grad:
            text += ", requires_grad=True"
        text += ")"
        is_parameter = isinstance(self, torch.nn.Parameter)
        return f"Parameter containing:\n{text}" if is_parameter else text

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.dim() == 0 else object.__format__(self, spec)

    def __reduce_ex__(self, protocol: Any) -> Any:
        # A plain tensor on this storage, which `saving` marks as mps and wraps again.
        plain = self._inner.detach().requires_grad_(self.requires_grad)
        if isinstance(self, torch.nn.Parameter):
            return torch.nn.Parameter(plain, self.requires_grad).__reduce_ex__(protocol)
        return plain.__reduce_ex__(protocol)

    def __deepcopy__(self, memo: Any) -> Any:
        if not self.is_leaf:
            raise RuntimeError(texts.DEEPCOPY)
        if id(self) not in memo:
            memo[id(self)] = self._cloned(memo)
        return memo[id(self)]

    def _cloned(self, memo: Any) -> MPSTensor:
        copy = MPSTensor(self._inner.clone(), self.requires_grad)
        own = {"_inner", "_block"}
        copy.__dict__.update({k: v for k, v in self.__dict__.items() if k not in own})
        if self.grad is not None:
            copy.grad = self.grad.__deepcopy__(memo)
        return copy

    # With these `Module.to` swaps a parameter for its moved self instead of setting its data.
    def __tensor_flatten__(self) -> tuple[list[str], None]:
        return ["_inner"], None

    @staticmethod
    def __tensor_unflatten__(inner: Any, meta: Any, size: Any, stride: Any) -> MPSTensor:
        return MPSTensor(inner["_inner"])


def _unwrapped(value: Any) -> Any:
    if isinstance(value, MPSTensor):
        return value._inner
    if type(value) in (list, tuple):
        return type(value)(_unwrapped(v) for v in value)
    return value


def _wrapped(value: Any) -> Any:
    if type(value) is torch.Tensor:
        return MPSTensor(value)
    if type(value) in (list, tuple):
        return type(value)(_wrapped(v) for v in value)
    return value


def _brought(name: str, out: Any) -> Any:
    """Bring along what a C++ composite made "on the device of self" and so left on the CPU."""
    if type(out) is torch.Tensor:
        return devices.to(out, MPS)
    if name == "_pad_packed_sequence":
        return devices.to(out[0], MPS), out[1]
    return out


def _copied(target: torch.Tensor, inner: list[Any]) -> torch.Tensor:
    """`target.copy_(source)`, the one operator that crosses devices by itself."""
    inner[0].copy_(*inner[1:])
    return target
