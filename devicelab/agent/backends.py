"""Facts about torch, read without importing it."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import sys
from typing import Any

from . import abilities, apple, fallbacks, machine, nvidia, simulated
from .text import clip
from .variables import FOLLOWED

UNFINISHED = "The import of torch began and did not finish."
NOT_TORCH = (
    "A module named torch is loaded that is not PyTorch: a file of that name may stand before it."
)


def state() -> str:
    """absent, installed, importing, loaded or broken, as in the report's `torch.state`."""
    return _imported() or ("installed" if _found() else "absent")


def _imported() -> str | None:
    """How far the import of torch has come; None before it began. Looks at nothing but what is loaded."""
    module = sys.modules.get("torch")
    if module is None:
        # A failed import takes `torch` away and leaves some of its parts behind.
        left = "torch._C" in sys.modules or "torch.version" in sys.modules
        return "broken" if left else None
    if getattr(getattr(module, "__spec__", None), "_initializing", False):
        return "importing"
    return "loaded" if hasattr(module, "Tensor") and hasattr(module, "_C") else "broken"


def _found() -> bool:
    try:
        return importlib.util.find_spec("torch") is not None
    except (ImportError, ValueError):
        return False


def loaded() -> Any:
    """The torch module once its import has ended, else None."""
    return sys.modules["torch"] if _imported() == "loaded" else None


def describe() -> dict[str, Any]:
    """Torch's part of a report: torch, backends, device, accelerator."""
    now = state()
    torch = loaded()
    backends = {
        "mps": _pair(torch, _mps),
        "cuda": _pair(torch, _cuda),
        "xpu": _pair(torch, _xpu),
    }
    device = _device(backends) if torch is not None else None
    note_variables()
    return {
        "torch": {
            "state": now,
            "version": _version(torch, now),
            "error": _error(now),
            "build": _attempt(_build, torch),
            "bad_fork": _attempt(_bad_fork, torch),
        },
        "backends": backends,
        "device": device,
        "accelerator": _attempt(_accelerator, torch, device),
        "mps": _attempt(apple.describe, torch) if backends["mps"]["available"] else None,
        "cuda": _attempt(_cuda_facts, torch) if backends["cuda"]["built"] else None,
        "variables": FOLLOWED.describe(),
        "fallbacks": fallbacks.describe(),
        "dtypes": _attempt(abilities.dtypes, torch, device),
        "optimizers": _attempt(abilities.optimizers, device),
    }


def note_variables() -> None:
    """Take note of the environment and of what torch has read of it by now."""
    torch = loaded()
    FOLLOWED.note(
        {
            "import": torch is not None,
            "mps": _attempt(_mps_used, torch),
            "cuda": _attempt(_cuda_initialized, torch),
        }
    )


def device_in_use(torch: Any) -> str | None:
    """The device whose memory counts in this process: mps where there is one, cuda once it is initialised."""
    mps = _attempt(_mps, torch)
    if mps is not None and mps[1]:
        return "mps"
    cuda = _attempt(_cuda_initialized, torch)
    if cuda:
        return "cuda"
    if _attempt(_xpu_initialized, torch):
        return "xpu"
    return None if mps is None or cuda is None else "cpu"


def fingerprint() -> tuple[Any, ...]:
    """What must change for the report to be worth sending again; costs microseconds."""
    torch = loaded()
    asked = (_cuda_initialized, _mps_used, _bad_fork)
    found = (_attempt(ask, torch) for ask in asked)
    told = (FOLLOWED.values(), machine.learnt(), id(simulated.facts()), fallbacks.count())
    return _imported(), *found, *told


def _version(torch: Any, now: str) -> str | None:
    if torch is not None:
        told = getattr(torch, "__version__", None)
        return None if told is None else clip(told, 64)
    if now == "absent":
        return None
    try:
        return clip(importlib.metadata.version("torch"), 64)
    except importlib.metadata.PackageNotFoundError:
        return None


def _error(now: str) -> str | None:
    if now != "broken":
        return None
    return NOT_TORCH if "torch" in sys.modules else UNFINISHED


def _attempt(function: Any, *args: Any) -> Any:
    # Torch's parts come and go by release and build: what can't be asked is not reported.
    try:
        return function(*args)
    except Exception:
        return None


def _pair(torch: Any, ask: Any) -> dict[str, bool | None]:
    built, available = (torch is not None and _attempt(ask, torch)) or (None, None)
    return {"built": built, "available": available}


def _mps(torch: Any) -> tuple[bool, bool | None]:
    # Asks for the Metal device; does not make the allocator (MPSHooks.mm: hasMPS).
    mps = torch.backends.mps
    return bool(mps.is_built()), bool(mps.is_available())


def _mps_used(torch: Any) -> bool | None:
    return apple.in_use(torch)[0] if torch.backends.mps.is_available() else False


def _build(torch: Any) -> dict[str, str | None]:
    made = torch.version
    named = {"cuda": getattr(made, "cuda", None), "hip": getattr(made, "hip", None)}
    return {name: version and clip(version, 64) for name, version in named.items()}


def _bad_fork(torch: Any) -> bool:
    # Whoever forks after using an accelerator can't use it in the child.
    asked = (getattr(part, "_is_in_bad_fork", None) for part in (torch.mps, torch.cuda))
    return any(ask() for ask in asked if ask is not None)


def _cuda_facts(torch: Any) -> dict[str, Any]:
    used = _cuda_initialized(torch)
    counted = used or torch.cuda._device_count_nvml() >= 0  # noqa: SLF001
    missing = None if counted else _cuda_driver_missing()
    library = True if counted else missing
    return nvidia.describe(torch, library, used)


def _xpu_initialized(torch: Any) -> bool:
    return bool(torch.xpu._is_compiled() and torch.xpu.is_initialized())  # noqa: SLF001


def _cuda_initialized(torch: Any) -> bool:
    return bool(torch.cuda.is_initialized())


def _cuda(torch: Any) -> tuple[bool, bool | None]:
    built = bool(torch.backends.cuda.is_built())
    if not built:
        return False, False
    if _cuda_initialized(torch):
        return True, True
    # Counts by NVML, as torch's own `device_count` does first: asking the CUDA
    # driver instead would make later forks of the learner's fail.
    count = torch.cuda._device_count_nvml()  # noqa: SLF001
    return True, count > 0 if count >= 0 else _cuda_driver_missing()


def _cuda_driver_missing() -> bool | None:
    """False where there is no CUDA driver to load; None where only the driver could tell."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return None


def _xpu(torch: Any) -> tuple[bool, bool | None]:
    built = bool(torch.xpu._is_compiled())  # noqa: SLF001
    if not built:
        return False, False
    return True, True if _xpu_initialized(torch) else None


def _device(backends: dict[str, dict[str, bool | None]]) -> str | None:
    for name in ("mps", "cuda", "xpu"):
        if backends[name]["available"]:
            return name
    unknown = any(pair["available"] is None and pair["built"] for pair in backends.values())
    return None if unknown else "cpu"


def _mps_fact(torch: Any, ask: str) -> Any:
    return getattr(torch.backends.mps, ask)()


def _accelerator(torch: Any, device: str | None) -> dict[str, Any] | None:
    if device == "mps":
        # get_name and get_core_count came with torch 2.9.
        name, cores = (_attempt(_mps_fact, torch, ask) for ask in ("get_name", "get_core_count"))
        # No cores at all is no answer.
        return {"name": clip(name, 128) if name else None, "memory": None, "cores": cores or None}
    if device == "cuda" and _cuda_initialized(torch):
        facts = torch.cuda.get_device_properties(torch.cuda.current_device())
        return {"name": clip(facts.name, 128), "memory": int(facts.total_memory), "cores": None}
    return None


# From the agent's first moment on, so that a variable set in time is seen to be.
note_variables()
