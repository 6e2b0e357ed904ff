"""Code of cells that send a page what hours of sampling would: the agent's own form, made up numbers.

`FEED` defines `hours(n)`, which sends `n` hours of samples at two a second as fast as a page
takes them, and `live(n, pause)`, which sends `n` samples at a pace of their own.
"""

from __future__ import annotations

FEED = """
import math, sys, time
agent = sys.modules["_devicelab_agent"]
epoch = dict(agent.report())["epoch"]
agent.stop()
kernel = get_ipython().kernel
parent = kernel.get_parent()
seq = 100_000
GIB = 2**30
def send(last=False):
    global seq
    seq += 1
    n = 1 + (seq - 100_000) // 120
    t = (seq - 100_000) / 2 + 1000
    wave = int((2 + math.sin(seq / 9) + math.sin(seq / 200)) * GIB)
    host = None
    if seq % 4 == 0:
        host = {"pressure": "normal", "swap_used": 0, "compressed": GIB, "wired": GIB, "app": GIB, "cached": GIB,
                "gpu_use": 0.5, "gpu_own": 0.4, "power_w": None, "footprint": wave,
                "gpu_others": [{"pid": p, "name": "process %d" % p, "share": p / 100} for p in range(5)]}
    data = {"v": 2, "kind": "sample", "epoch": epoch, "seq": seq, "t_mono": t, "t_wall": 1.7e9 + t,
            "phase": "ended" if last or seq % 120 == 119 else "running", "period": 0.5, "slowdown": 1,
            "run": {"n": n, "cell_id": None, "execution_count": n, "seconds": (seq % 120) / 2 + 0.5},
            "gap_ms": 1.0, "cost_us": 250.0, "sim": False, "error": None, "host": host,
            "mem": {"rss": wave, "system_total": 36 * GIB, "system_available": 9 * GIB, "device": "mps",
                    "allocated": wave, "reserved": None, "driver": wave + GIB, "recommended": 24 * GIB,
                    "limit": 40 * GIB, "allocated_peak": None},
            "peak": {"rss": wave, "allocated": wave, "driver": wave, "reserved": None}}
    kernel.session.send(kernel.iopub_socket, "comm_msg", {"comm_id": "devicelab", "data": data},
                        parent=parent, ident=b"comm-devicelab")
def hours(n):
    for i in range(int(n * 7200)):
        send(i == int(n * 7200) - 1)
        if i % 50 == 49: time.sleep(0.1)
def live(n, pause):
    for i in range(n):
        send(i == n - 1)
        time.sleep(pause)
"""
