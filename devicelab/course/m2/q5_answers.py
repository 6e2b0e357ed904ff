"""Right answers to m2.q5, and wrong ones that each do one thing else."""

from __future__ import annotations

from collections.abc import Mapping

REFERENCE = r"""import re
import warnings

import torch

FELL_BACK = r"The operator '([\w:.]+)' is not currently supported on the MPS backend"
MISSING = r"The operator '([\w:.]+)' is not currently implemented for the MPS device"


def report(fn) -> dict:
    result, missing, before = None, None, torch.is_warn_always_enabled()
    torch.set_warn_always(True)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                result = fn()
            except NotImplementedError as error:
                missing = re.search(MISSING, str(error))
                if missing is None:
                    raise
    finally:
        torch.set_warn_always(before)
    ops = []
    for w in caught:
        found = re.search(FELL_BACK, str(w.message))
        if found is None:
            warnings.warn(w.message)
        elif found[1] not in ops:
            ops.append(found[1])
    status = "fallback" if ops else "native"
    if missing:
        status, ops = "unsupported", [*ops, missing[1]]
    return {"result": result, "fallbacks": ops, "status": status}
"""

ALTERNATIVES: Mapping[str, str] = {
    "showwarning": r"""import re
import warnings

import torch


def report(fn):
    ops, rest = {}, []
    pattern = re.compile(r"'(aten::[\w.]+)' is not currently (supp|impl)\w+ (on|for) the MPS")

    def keep(message, category, filename, lineno, file=None, line=None):
        found = pattern.search(str(message))
        if found:
            ops[found.group(1)] = True
        else:
            rest.append((message, category, filename, lineno))

    always = torch.is_warn_always_enabled()
    out = {"result": None, "fallbacks": [], "status": "native"}
    try:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            warnings.simplefilter("always")
            warnings.showwarning = keep
            torch.set_warn_always(True)
            out["result"] = fn()
    except NotImplementedError as e:
        found = pattern.search(str(e))
        if not found:
            raise
        ops[found.group(1)] = True
        out["status"] = "unsupported"
    finally:
        torch.set_warn_always(always)
    for message, category, filename, lineno in rest:
        warnings.warn_explicit(message, category, filename, lineno)
    out["fallbacks"] = list(ops)
    if ops and out["status"] == "native":
        out["status"] = "fallback"
    return out
""",
    "only_the_missing_one": REFERENCE.replace("[*ops, missing[1]]", "[missing[1]]"),
}


def _with(old: str, new: str) -> str:
    if old not in REFERENCE:
        raise ValueError(f"the reference has no {old!r}")
    return REFERENCE.replace(old, new)


WRONG: Mapping[str, str] = {
    "swallows_errors": _with(
        "                if missing is None:\n                    raise\n",
        "                missing = missing or [None, 'unknown']\n",
    ),
    "leaves_always_on": _with("torch.set_warn_always(before)", "pass"),
    "first_only": _with("    torch.set_warn_always(True)\n", ""),
    "python_filter": _with('            warnings.simplefilter("always")\n', ""),
    "overload_lost": _with(
        "FELL_BACK = r\"The operator '([\\w:.]+)'", "FELL_BACK = r\"The operator '([\\w:]+)[\\w.]*'"
    ),
    "counts_twice": _with("elif found[1] not in ops:", "else:"),
    "order_lost": _with('"fallbacks": ops', '"fallbacks": sorted(ops)'),
    "any_warning": _with("FELL_BACK, str(w.message))", "r'(.+)', str(w.message))"),
    "warnings_lost": _with("            warnings.warn(w.message)\n", "            continue\n"),
    "unsupported_unnamed": _with(
        'status, ops = "unsupported", [*ops, missing[1]]', 'status = "unsupported"'
    ),
}
