"""Right answers to m1.q1, as different as they come; the self-test runs each of them."""

from __future__ import annotations

from collections.abc import Mapping

ALTERNATIVES: Mapping[str, str] = {
    "check_available": """\
import torch
def pick_device():
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
""",
    "counts_backends": """\
import torch
def pick_device():
    name = "cuda" if torch.cuda.device_count() else "mps" if torch.mps.device_count() else "cpu"
    return torch.device(name)
""",
    "tries_to_allocate": """\
import torch
def pick_device():
    for name in ("cuda", "mps"):
        try:
            return torch.zeros(1, device=name).device
        except Exception:
            pass
    return torch.device("cpu")
""",
    "imported_by_name": """\
import torch
from torch.backends.mps import is_available as has_mps
from torch.cuda import is_available as has_cuda
def pick_device():
    return torch.device("cuda" if has_cuda() else "mps" if has_mps() else "cpu")
""",
    "mac_first": """\
import torch
def pick_device():
    if torch.mps.is_available():
        return torch.device("mps")
    if torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.current_device())
    return torch.device("cpu")
""",
    "counts_accelerators": """\
import torch
def pick_device():
    if torch.accelerator.device_count():
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")
""",
    "moves_a_tensor": """\
import torch
def pick_device():
    x = torch.ones(2)
    for name in ("mps", "cuda"):
        try:
            y = x.to(name)
            (y + y).sum()
        except (RuntimeError, AssertionError):
            continue
        return y.device
    return x.device
""",
    "looks_at_what_it_found": """\
import torch
def pick_device():
    if torch.cuda.is_available():
        print(torch.cuda.get_device_name(0), torch.cuda.get_device_capability())
        print(torch.cuda.get_device_properties(0).total_memory, torch.cuda.mem_get_info())
        torch.cuda.set_device(0)
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        return torch.device("cuda", 0)
    if torch.backends.mps.is_available():
        torch.mps.manual_seed(0)
        torch.mps.synchronize()
        torch.mps.empty_cache()
        print(torch.mps.recommended_max_memory(), torch.mps.current_allocated_memory())
        return torch.device("mps")
    return torch.device("cpu")
""",
    "waits_for_it": """\
import torch
def pick_device():
    if not torch.accelerator.is_available():
        return torch.device("cpu")
    torch.accelerator.synchronize()
    return torch.accelerator.current_accelerator()
""",
}
