"""Which operators ran where: a trace of a piece of code by device.

A result on the right device proves little: it may have been computed on the CPU and moved
at the end. The trace sees each operator that PyTorch dispatches. What a fallback does inside
its kernel it can't see; `fallbacks` can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from devicelab import simulator

# They move, name or look at numbers and compute none.
_NO_WORK = frozenset(
    """
    _to_copy copy_ clone detach detach_ alias lift_fresh lift set_ resize_ _reshape_alias view
    _unsafe_view reshape expand permute transpose t unsqueeze squeeze select slice split
    split_with_sizes unbind narrow as_strided diagonal unfold view_as_real view_as_complex chunk
    empty empty_strided empty_like new_empty new_empty_strided zeros zeros_like new_zeros ones
    ones_like new_ones full full_like new_full arange linspace scalar_tensor zero_ fill_ eye
    rand randn randint randperm rand_like randn_like randint_like normal_ uniform_ random_
    bernoulli_ normal bernoulli stack cat index _local_scalar_dense item is_pinned _pin_memory
    pin_memory equal is_same_size record_stream
    """.split()
)
#: Each makes the host wait until the device has the number.
HOST_READS = frozenset(["aten::_local_scalar_dense", "aten::equal", "aten::nonzero"])


class Trace(TorchDispatchMode):  # type: ignore[misc]
    """Counts operators by name and device while it is entered.

    Attributes:
        ops: how often each operator ran, by its name as `aten::mm`.
        by_device: how often one ran on tensors of a device type.
        work: multiplications and additions, or numbers made, by device type.
        computed: as `by_device`, without what moves, names or fills.
        host_reads: how often the host waited for a number or a copy, by the device it came from.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ops: Counter[str] = Counter()
        self.by_device: Counter[str] = Counter()
        self.computed: Counter[str] = Counter()
        self.work: Counter[str] = Counter()
        self.host_reads: Counter[str] = Counter()

    def __enter__(self) -> Any:
        """Begin to trace."""
        self._copies_before = _simulated_copies()
        return super().__enter__()

    def __exit__(self, *args: object) -> None:
        """End; what the simulated Mac copied to the CPU, which is no operator there, is added."""
        super().__exit__(*args)
        self.host_reads["mps"] += _simulated_copies() - self._copies_before

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the operator and write it down."""
        kwargs = kwargs or {}
        before = list(_devices((args, kwargs)))
        out = func(*args, **kwargs)
        self._note(func, before, args, kwargs, out)
        return out

    def _note(self, func: Any, before: list[str], args: Any, kwargs: Any, out: Any) -> None:
        schema = getattr(func, "_schema", None)  # operators of a higher order have none
        name = str(schema.name if schema is not None else func)
        device = _main(before) or _main(list(_devices(out))) or "cpu"
        self.ops[name] += 1
        self.by_device[device] += 1
        after = list(_devices(out))
        copied = name in {"aten::_to_copy", "aten::copy_"} and "cpu" in after and device != "cpu"
        self.host_reads[device] += name in HOST_READS or copied
        if name.partition("::")[2] not in _NO_WORK:
            self.computed[device] += 1
            self.work[device] += _work(func, args, kwargs, out)

    def share_on(self, device: str) -> float:
        """Give the share of the work done on a device type: 0 to 1, 0 where there was none."""
        whole = sum(self.work.values())
        return self.work[device] / whole if whole else 0.0

    def as_json(self) -> dict[str, Any]:
        """Give the counts as plain data."""
        return {
            "ops": dict(self.ops),
            "by_device": dict(self.by_device),
            "computed": dict(self.computed),
            "work": dict(self.work),
            "host_reads": dict(self.host_reads),
        }


def _simulated_copies() -> int:
    simulation = simulator.running()
    return 0 if simulation is None else int(simulation.copies.get("to cpu", 0))


def _devices(tree: Any) -> Iterator[str]:
    for leaf in tree_leaves(tree):
        # A number beside tensors, such as Adam's `step`, is allowed to be on the CPU.
        if isinstance(leaf, torch.Tensor) and (leaf.dim() or leaf.device.type != "cpu"):
            yield leaf.device.type


def _main(devices: list[str]) -> str | None:
    return next((d for d in devices if d != "cpu"), devices[0] if devices else None)


def _work(func: Any, args: Any, kwargs: Any, out: Any) -> int:
    from torch.utils.flop_counter import flop_registry

    count = flop_registry.get(getattr(func, "overloadpacket", None))
    try:
        if count is not None:
            return int(count(*args, **kwargs, out_val=out))
    except Exception:  # noqa: BLE001, S110 - a formula that does not know this call must not stop it
        pass
    return sum(t.numel() for t in tree_leaves(out) if isinstance(t, torch.Tensor) and t.dim())
