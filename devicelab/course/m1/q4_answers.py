"""Answers to m1.q4: the starter, right ones as different as they come, and the known wrong ones."""

from __future__ import annotations

from collections.abc import Mapping

_SIZES = """\
import torch

SIZES = (64, 128, 256, 512, 1024, 2048)  # n of the products
MIB = (1, 4, 16, 64, 256)  # of the copies
"""

STARTER = (
    _SIZES
    + '''

def roofline(bench, device) -> dict:
    """Return {"gflops": {n: …}, "gbs": {mib: …}, "ridge": FLOP/byte}.

    bench(fn) runs fn() on `device` and returns the seconds of one call.
    """
    ...
'''
)

REFERENCE = (
    _SIZES
    + """

def roofline(bench, device) -> dict:
    gflops, gbs = {}, {}
    for n in SIZES:
        a, b = torch.randn(n, n, device=device), torch.randn(n, n, device=device)
        gflops[n] = 2 * n**3 / bench(lambda: a @ b) / 1e9
    for mib in MIB:
        x = torch.ones(mib * 2**20 // 4, device=device)
        y = torch.empty_like(x)
        gbs[mib] = 2 * mib * 2**20 / bench(lambda: y.copy_(x)) / 1e9
    return {"gflops": gflops, "gbs": gbs, "ridge": max(gflops.values()) / gbs[MIB[-1]]}
"""
)

ALTERNATIVES: Mapping[str, str] = {
    "largest_first_and_clone": """\
import torch
def roofline(bench, device):
    flops, speed = {}, {}
    for mib in (256, 64, 16, 4, 1):
        x = torch.zeros(mib, 2**18, device=device)
        speed[mib] = 2 * x.numel() * x.element_size() / bench(x.clone) / 10**9
    for n in (2048, 1024, 512, 256, 128, 64):
        a = torch.ones((n, n), device=device)
        flops[n] = 2e-9 * n * n * n / bench(lambda: torch.mm(a, a))
    return dict(gflops=flops, gbs=speed, ridge=max(flops.values()) / speed[256])
""",
    "ten_in_one": """\
import torch
def roofline(bench, device):
    def product(n):
        a = torch.rand(n, n).to(device)
        out = torch.empty_like(a)
        def ten():
            for _ in range(10):
                torch.matmul(a, a, out=out)
        return 20 * n**3 / bench(ten) / 1e9
    def copy(mib):
        x = torch.rand(mib * 262144).to(device)
        return 2 * mib * 2**20 / bench(lambda: x.to(device, copy=True)) / 1e9
    gflops = {n: product(n) for n in (64, 128, 256, 512, 1024, 2048)}
    gbs = {m: copy(m) for m in (1, 4, 16, 64, 256)}
    return {"gflops": gflops, "gbs": gbs, "ridge": max(gflops.values()) / gbs[256]}
""",
}

MISTAKEN: Mapping[str, str] = {
    "own_clock": _SIZES
    + """\
import time
def roofline(bench, device):
    def seconds(fn):
        begin = time.perf_counter()
        fn()
        return time.perf_counter() - begin
    gflops, gbs = {}, {}
    for n in SIZES:
        a = torch.randn(n, n, device=device)
        gflops[n] = 2 * n**3 / seconds(lambda: a @ a) / 1e9
    for mib in MIB:
        x = torch.ones(mib * 2**20 // 4, device=device)
        gbs[mib] = 2 * mib * 2**20 / seconds(lambda: x.clone()) / 1e9
    return {"gflops": gflops, "gbs": gbs, "ridge": max(gflops.values()) / gbs[256]}
""",
    "not_on_device": REFERENCE.replace("n, device=device)", "n)"),
    "made_inside": REFERENCE.replace(
        "bench(lambda: a @ b)", "bench(lambda: torch.randn(n, n, device=device) @ b)"
    ),
    "half_the_flops": REFERENCE.replace("2 * n**3", "n**3"),
    "bytes_once": REFERENCE.replace("2 * mib", "mib"),
    "gib_for_gb": REFERENCE.replace(
        "bench(lambda: y.copy_(x)) / 1e9", "bench(lambda: y.copy_(x)) / 2**30"
    ),
    "ridge_from_cache": REFERENCE.replace("gbs[MIB[-1]]", "max(gbs.values())"),
}
